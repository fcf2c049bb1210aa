"""Addresses of privacy."""

from django.urls import path, register_converter

from coatingcat.ground.addresses import register_code, register_pattern
from coatingcat.privacy.desk import (
    alarms,
    crashes,
    duties,
    incidents,
    minors,
    retention,
    switches,
)
from coatingcat.privacy.desk import authorities as desk_authorities
from coatingcat.privacy.desk import cases as desk_cases
from coatingcat.privacy.desk import controllers as desk_controllers
from coatingcat.privacy.desk import erasures as erasure_desk
from coatingcat.privacy.desk import policy as desk_policy
from coatingcat.privacy.desk import recipients as desk_recipients
from coatingcat.privacy.views import (
    cases,
    claims,
    consents,
    controllers,
    erasures,
    explanations,
    exports,
    held,
    own_policy,
    policy,
    policy_changes,
    proven,
    recipients,
    trust,
    visitors,
)
from coatingcat.privacy.views import incidents as told
from coatingcat.privacy.words import Purpose


class AskedPurpose:
    """A purpose that rests on consent, as addresses write it: `industry-fit`."""

    regex = "[a-z]+(?:-[a-z]+)*"

    def to_python(self, value: str) -> Purpose:
        found = Purpose.__members__.get(value.replace("-", "_").upper())
        if found is None or not found.needs_consent:
            raise ValueError(value)
        return found

    def to_url(self, value: Purpose) -> str:
        return value.name.lower().replace("_", "-")


register_converter(AskedPurpose, "asked_purpose")
register_code("case_code", "CS")
register_pattern("link_token", "[A-Za-z0-9_-]{43}")


app_name = "privacy"

urlpatterns = [
    path("privacy/", policy.policy, name="policy"),
    path("trust/", trust.trust, name="trust"),
    path("privacy/versions/", policy.versions, name="versions"),
    path("privacy/versions/<str:number>/", policy.version, name="version"),
    path("privacy/versions/<str:number>/changes/", policy_changes.version_changes, name="version_changes"),
    path("me/policy/", own_policy.own_policy, name="own_policy"),
    path("me/policy/comments/", own_policy.comments, name="policy_comments"),
    path("me/policy/<str:number>/", own_policy.asked, name="policy_asked"),
    path("desk/policy/", desk_policy.versions, name="desk_policy"),
    path("desk/policy/<str:number>/", desk_policy.version, name="desk_policy_version"),
    path("privacy/cookies/", policy.cookies, name="cookies"),
    path("privacy/contact/", policy.contact, name="contact"),
    path("privacy/consents/", policy.consents_short, name="consents_short"),
    path("me/consents/", consents.consents, name="consents"),
    path("me/consents/questions/", consents.questions, name="questions"),
    path("me/consents/questions/<asked_purpose:purpose>/", consents.question, name="question"),
    path("me/consents/<uuid:consent_id>/", consents.record, name="consent"),
    path("me/consents/<uuid:consent_id>/file/", consents.record_file, name="consent_file"),
    path("desk/minors/", minors.minors, name="desk_minors"),
    path("desk/minors/audit/", minors.minors_audit, name="desk_minors_audit"),
    path("desk/minors/<uuid:access_id>/decision/", minors.decision, name="desk_minor_decision"),
    path(".well-known/gpc.json", consents.gpc_support, name="gpc"),
    path("desk/duties/", duties.duties, name="duties"),
    path("desk/undertaking/", duties.undertaking, name="undertaking"),
    path("desk/training/", duties.training, name="training"),
    path("desk/alarms/", alarms.alarms, name="alarms"),
    path("desk/alarms/<uuid:alarm_id>/", alarms.alarm, name="alarm"),
    path("desk/switches/", switches.switches, name="switches"),
    path("privacy/recipients/", recipients.recipients, name="recipients"),
    path("privacy/recipients/<int:number>/", recipients.recipients, name="recipients_told"),
    path("me/recipients/", recipients.received, name="received"),
    path("desk/recipients/", desk_recipients.recipients, name="desk_recipients"),
    path("desk/recipients/<slug:key>/", desk_recipients.recipient, name="desk_recipient"),
    path("desk/recipients/<slug:key>/extract/", desk_recipients.extract, name="desk_extract"),
    path("desk/recipients/<slug:declared>/additions/", desk_recipients.addition, name="desk_addition"),
    path("desk/controller/", desk_controllers.controller, name="desk_controller"),
    path("me/controller/<uuid:change_id>/", controllers.controller, name="controller"),
    path("desk/disclosures/", desk_authorities.demands, name="desk_demands"),
    path("desk/disclosures/new/", desk_authorities.entry, name="desk_demand_entry"),
    path("desk/disclosures/<uuid:request_id>/", desk_authorities.demand, name="desk_demand"),
    path("desk/disclosures/<uuid:request_id>/decision/", desk_authorities.decision, name="desk_decision"),
    path("desk/disclosures/<uuid:request_id>/instrument/", desk_authorities.instrument, name="desk_instrument"),
    path("desk/shares/", desk_recipients.shares, name="desk_shares"),
    path("desk/shares/<uuid:share_id>/package/", desk_recipients.package, name="desk_package"),
    path("desk/shares/<uuid:share_id>/receipt/", desk_recipients.receipt, name="desk_receipt"),
    path("privacy/my-cookies/", visitors.my_cookies, name="my_cookies"),
    path("privacy/my-cookies/copy/", visitors.my_cookies_copy, name="my_cookies_copy"),
    path("privacy/my-cookies/deletion/", visitors.my_cookies_deletion, name="my_cookies_deletion"),
    path("me/export/", exports.exports, name="exports"),
    path("me/export/<uuid:export_id>/", exports.export, name="export"),
    path("me/export/<uuid:export_id>/archive/", exports.archive, name="archive"),
    path("held/", held.held, name="held"),
    path("held/<slug:held_token>/", held.held_page, name="held_page"),
    path("held/<slug:held_token>/requests/", proven.held_requests, name="held_requests"),
    path("held/<slug:held_token>/export/", held.held_exports, name="held_exports"),
    path("held/<slug:held_token>/export/<uuid:export_id>/", held.held_export, name="held_export"),
    path("held/<slug:held_token>/export/<uuid:export_id>/archive/", held.held_archive, name="held_archive"),
    path("desk/retention/", retention.retention, name="desk_retention"),
    path("me/cancellation/", erasures.cancellation, name="cancellation"),
    path("me/cancellation/withdrawal/", erasures.cancellation_withdrawal, name="cancellation_withdrawal"),
    path("receipts/<str:receipt>/", erasures.receipt, name="receipt"),
    path("receipts/<str:receipt>/file/", erasures.receipt_file, name="receipt_file"),
    path("desk/erasures/", erasure_desk.erasures, name="desk_erasures"),
    path("privacy/explanations/", explanations.all_explanations, name="explanations"),
    path("privacy/explanations/<slug:slug>/", explanations.explanation, name="explanation"),
    path("me/objection/", explanations.objection, name="objection"),
    path("me/arrangement/", explanations.arrangement, name="arrangement"),
    path("wards/<str:key>/requests/", proven.ward_requests, name="ward_requests"),
    path("wards/<str:key>/account/", proven.ward_account, name="ward_account"),
    path("contact/", claims.contact_form, name="contact_form"),
    path("contact/received/", claims.contact_received, name="contact_received"),
    path("cases/<link_token:token>/", claims.claim_page, name="claim"),
    path("cases/<link_token:token>/messages/", claims.claim_messages, name="claim_messages"),
    path("cases/<link_token:token>/confirmation/", claims.claim_confirmation, name="claim_confirmation"),
    path("cases/<link_token:token>/closing/", claims.claim_closing, name="claim_closing"),
    path("cases/<link_token:token>/files/<uuid:message_id>/", claims.claim_file, name="claim_file"),
    path("me/cases/", cases.cases, name="cases"),
    path("me/cases/<case_code:code>/", cases.case, name="case"),
    path("me/cases/<case_code:code>/<int:number>/", cases.case, name="case_step"),
    path("me/cases/<case_code:code>/messages/", cases.case_messages, name="case_messages"),
    path("me/cases/<case_code:code>/closing/", cases.case_closing, name="case_closing"),
    path("me/cases/<case_code:code>/files/<uuid:message_id>/", cases.case_file, name="case_file"),
    path("desk/cases/", desk_cases.cases, name="desk_cases"),
    path("desk/cases/<case_code:code>/", desk_cases.case, name="desk_case"),
    path("desk/cases/<case_code:code>/<int:number>/", desk_cases.case, name="desk_case_step"),
    path("desk/cases/<case_code:code>/replies/", desk_cases.replies, name="desk_case_replies"),
    path("desk/cases/<case_code:code>/acts/", desk_cases.acts, name="desk_case_acts"),
    path("desk/cases/<case_code:code>/recognition/", desk_cases.recognition, name="desk_case_recognition"),
    path("desk/cases/<case_code:code>/kin-approvals/", desk_cases.kin_approvals, name="desk_case_kin_approvals"),
    path("desk/cases/<case_code:code>/files/<uuid:message_id>/", desk_cases.file, name="desk_case_file"),
    path("desk/crashes/", crashes.crashes, name="crashes"),
    path("desk/incidents/", incidents.incidents, name="incidents"),
    path("desk/incidents/declaration/", incidents.declaration, name="incident_declaration"),
    path("desk/incidents/<uuid:incident_id>/", incidents.incident, name="incident"),
    path("desk/incidents/<uuid:incident_id>/steps/", incidents.steps, name="incident_steps"),
    path("desk/incidents/<uuid:incident_id>/containments/", incidents.containments, name="incident_containments"),
    path("desk/incidents/<uuid:incident_id>/report/", incidents.report, name="incident_report"),
    path("me/incidents/<uuid:incident_id>/", told.mine, name="my_incident"),
    path("privacy/incidents/", told.announced, name="announced_incidents"),
]
