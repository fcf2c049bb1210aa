"""What a company decides about its buying, and approves."""

from django.urls import path

from coatingcat.trade.urls.parts import ORDER
from coatingcat.trade.views import approvals, materials, order_terms

paths = [
    path(f"{ORDER}approval/", approvals.approval, name="approval"),
    path("me/company/approvals/", approvals.approvals, name="approvals"),
    path("me/company/limits/", approvals.limits, name="limits"),
    path("me/company/limits/<uuid:limit_id>/removal/", approvals.limit_removal, name="limit_removal"),
    path("me/company/limits/steps/", approvals.steps, name="steps"),
    path("me/company/limits/steps/<uuid:step_id>/removal/", approvals.step_removal, name="step_removal"),
    path("me/company/orders/", order_terms.order_terms, name="order_terms"),
    path("me/company/materials/", materials.materials, name="materials"),
    path("me/company/materials/new/", materials.listing, name="material_listing"),
    path("me/company/materials/import/", materials.taking_in, name="materials_import"),
    path("me/company/materials/export/", materials.export, name="materials_export"),
    path("me/company/materials/<uuid:material_id>/", materials.material, name="material"),
    path("me/company/materials/<uuid:material_id>/removal/", materials.removal, name="material_removal"),
]
