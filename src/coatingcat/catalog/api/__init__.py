"""The catalogue for programs."""

from coatingcat.catalog.api.formulations import formulations
from coatingcat.catalog.api.products import products

NOUNS = (products, formulations)
