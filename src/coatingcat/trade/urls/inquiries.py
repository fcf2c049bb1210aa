"""Inquiries, of buyers and at the counters."""

from django.urls import path

from coatingcat.trade.desk import inquiries as desk_inquiries
from coatingcat.trade.urls.parts import INQUIRY, at_both
from coatingcat.trade.views import asking, inquiries

paths = [
    path("inquiries/", inquiries.inquiries, name="inquiries"),
    path("inquiries/new/", asking.products, name="inquiry_new"),
    path("inquiries/new/project/", asking.project, name="inquiry_project"),
    path("inquiries/new/recipients/", asking.recipients, name="inquiry_recipients"),
    path("inquiries/new/review/", asking.review, name="inquiry_review"),
    path(INQUIRY, inquiries.inquiry, name="inquiry"),
    path(f"{INQUIRY}<int:number>/", inquiries.inquiry, name="inquiry_told"),
    path(f"{INQUIRY}messages/", inquiries.inquiry_messages, name="inquiry_messages"),
    path(f"{INQUIRY}steps/", inquiries.inquiry_steps, name="inquiry_steps"),
    path(f"{INQUIRY}files/<uuid:message_id>/", inquiries.inquiry_file, name="inquiry_file"),
    *at_both("inquiries/", desk_inquiries.inquiries, "inquiries"),
    *at_both(INQUIRY, desk_inquiries.inquiry, "inquiry"),
    *at_both(f"{INQUIRY}<int:number>/", desk_inquiries.inquiry, "inquiry_told"),
    *at_both(f"{INQUIRY}steps/", desk_inquiries.inquiry_steps, "inquiry_steps", acts=True),
    *at_both(f"{INQUIRY}messages/", desk_inquiries.inquiry_messages, "inquiry_messages", acts=True),
    *at_both(f"{INQUIRY}parcel/", desk_inquiries.inquiry_parcel, "inquiry_parcel", acts=True),
    *at_both(f"{INQUIRY}files/<uuid:message_id>/", desk_inquiries.inquiry_file, "inquiry_file"),
]
