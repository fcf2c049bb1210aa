"""Addresses of outreach."""

from django.urls import path

from coatingcat.outreach.desk import announcements as desk_announcements
from coatingcat.outreach.desk import news as desk_news
from coatingcat.outreach.views import announcements, gateways, news, notices, tray, webhooks

app_name = "outreach"

urlpatterns = [
    path("announcements/", announcements.announcements, name="announcements"),
    path("announcements/<slug:announcement>/", announcements.announcement, name="announcement"),
    path("announcements/<slug:announcement>/reading/", announcements.reading, name="announcement_reading"),
    path("me/notices/", notices.notices, name="notices"),
    path("me/notices/reading/", notices.reading, name="notices_reading"),
    path("desk/announcements/", desk_announcements.announcements, name="desk_announcements"),
    path("desk/announcements/new/", desk_announcements.new, name="desk_new_announcement"),
    path("desk/announcements/<slug:announcement>/", desk_announcements.announcement, name="desk_announcement"),
    path(
        "desk/announcements/<slug:announcement>/publication/", desk_announcements.publication, name="desk_publication"
    ),
    path("desk/announcements/<slug:announcement>/withdrawal/", desk_announcements.withdrawal, name="desk_withdrawal"),
    path("me/news/", news.own_news, name="own_news"),
    path("news/stop/<str:token>/", news.stop, name="news_stop"),
    path("gateways/sms/", gateways.sms, name="sms_gateway"),
    path("desk/news/", desk_news.campaigns, name="desk_news"),
    path("desk/news/new/", desk_news.new, name="desk_new_news"),
    path("desk/news/<slug:campaign>/", desk_news.campaign, name="desk_campaign"),
    path("desk/news/<slug:campaign>/sending/", desk_news.sending, name="desk_sending"),
    path("me/company/webhooks/", webhooks.webhooks, name="webhooks"),
    path("me/company/webhooks/<uuid:webhook_id>/", webhooks.webhook, name="webhook"),
    path(
        "me/company/webhooks/<uuid:webhook_id>/events/<uuid:event_id>/replay/",
        webhooks.webhook_replay,
        name="webhook_replay",
    ),
    path("tray/", tray.tray, name="tray"),
]
