"""Queue, agents, offers, prices and figures at the counters; who sells here."""

from django.urls import path

from coatingcat.trade.access import supply_counter
from coatingcat.trade.desk import agents, overview, prices, queues, sellers, shop
from coatingcat.trade.urls.parts import at_both

paths = [
    path("supply/", overview.overview, name="supply"),
    *at_both("queue/", queues.queue, "queue"),
    *at_both("queue/acts/", queues.acts, "queue_acts", acts=True),
    *at_both("queue/acts/<uuid:act_id>/undoing/", queues.undoing, "queue_undoing", acts=True),
    *at_both("queue/views/", queues.views, "queue_views"),
    *at_both("queue/views/<uuid:view_id>/removal/", queues.view_removal, "queue_view_removal"),
    *at_both("agents/", agents.agents, "agents", acts=True),
    *at_both("agents/preview/", agents.preview, "agents_preview"),
    *at_both("agents/agencies/", agents.agencies, "agencies", acts=True),
    *at_both("agents/agencies/<uuid:agency_id>/ending/", agents.agency_ending, "agency_ending", acts=True),
    *at_both("agents/rules/<uuid:rule_id>/", agents.rule, "rule", acts=True),
    *at_both("agents/assignments/<uuid:assignment_id>/ending/", agents.assignment_ending, "unassign", acts=True),
    *at_both("offers/", shop.offers, "offers"),
    *at_both("offers/<int:offer_id>/stock/", shop.stock, "offer_stock", acts=True),
    *at_both("offers/import/", prices.offers_import, "offers_import", acts=True),
    *at_both("prices/", prices.prices, "prices"),
    *at_both("prices/new/", prices.new_list, "price_list_new", acts=True),
    *at_both("prices/groups/", prices.groups, "price_groups", acts=True),
    *at_both("prices/groups/<int:tier_id>/removal/", prices.group_removal, "price_group_removal", acts=True),
    *at_both("prices/preview/", prices.preview, "price_preview"),
    *at_both("prices/<int:list_id>/", prices.price_list, "price_list"),
    *at_both("prices/<int:list_id>/ladder/", prices.ladder, "price_ladder", acts=True),
    *at_both("prices/<int:list_id>/minimum/", prices.minimum, "price_minimum", acts=True),
    *at_both("prices/<int:list_id>/ending/", prices.ending, "price_list_ending", acts=True),
    *at_both("prices/<int:list_id>/import/", prices.list_import, "price_list_import", acts=True),
    *at_both("dashboard/", shop.dashboard, "dashboard"),
    path("supply/profile/", supply_counter(shop.profile), name="supply_profile"),
    path("desk/sellers/", sellers.sellers, name="desk_sellers"),
    path("desk/sellers/<uuid:seller_id>/", sellers.seller, name="desk_seller"),
    path("desk/sellers/<uuid:seller_id>/ending/", sellers.seller_ending, name="desk_seller_ending"),
    path("desk/followers/", sellers.followers, name="desk_followers"),
    path("desk/followers/<uuid:agent_id>/ending/", sellers.follower_ending, name="desk_follower_ending"),
]
