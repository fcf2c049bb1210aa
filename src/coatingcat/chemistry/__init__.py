"""The arithmetic of coatings: identifiers, units, values of properties, hazards, density and solids of a formulation.

Pure Python, usable alone: no database, no web, no clock. Numbers carry their unit in the name of the argument.
What is not known stays unknown: a computation that lacks an input raises `CannotCompute`, naming what is missing.
"""
