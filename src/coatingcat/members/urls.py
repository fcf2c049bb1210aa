"""Addresses of members."""

from django.urls import path

from coatingcat.ground.addresses import register_code
from coatingcat.members.desk import certifications as desk
from coatingcat.members.desk import staff
from coatingcat.members.views import (
    api_keys,
    branches,
    companies,
    data,
    guardians,
    joining,
    registration,
    second_factor,
    security,
    signing_in,
)

app_name = "members"


register_code("application_code", "CE")


def _detail(field: str) -> tuple[str, dict[str, str], str]:
    return f"me/data/{field.replace('_', '-')}/", {"field": field}, field


_details = [
    _detail(field)
    for field in (
        "name", "city", "profession", "industry", "company_type", "business_card",
        "company", "department", "contact_address", "interests",
    )
]  # fmt: skip

urlpatterns = [
    path("registration/", registration.registration, name="registration"),
    path("registration/verification/", registration.verification, name="verification"),
    path("registration/verification/code/", registration.verification_code, name="verification_code"),
    path("registration/guardian/", guardians.guardian, name="guardian"),
    path("registration/guardian/<str:key>/", guardians.continuation, name="continuation"),
    path("wards/<str:key>/", guardians.ward, name="ward"),
    path("wards/<str:key>/deletion/", guardians.ward_deletion, name="ward_deletion"),
    path("me/majority/", guardians.majority, name="majority"),
    path("registration/membership/", registration.membership, name="membership"),
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/code/", signing_in.code_request, name="code_request"),
    path("sign-in/code/verification/", signing_in.sign_in_code, name="sign_in_code"),
    path("sign-in/second-step/", signing_in.second_step, name="second_step"),
    path("sign-in/freezes/<str:key>/", signing_in.account_freeze, name="account_freeze"),
    path("sign-in/passkey/", signing_in.passkey, name="sign_in_passkey"),
    path("sign-in/passkey/options/", signing_in.passkey_options, name="sign_in_passkey_options"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("password-reset/", signing_in.reset_request, name="reset_request"),
    path("password-reset/verification/", signing_in.reset, name="reset"),
    path("me/data/", data.data, name="data"),
    *(path(address, data.detail, kwargs, name=name) for address, kwargs, name in _details),
    path("me/data/business-card/file/", data.business_card, name="business_card_file"),
    path("me/data/nickname/", data.nickname, name="nickname"),
    path("me/data/language/", data.language, name="language"),
    path("me/data/appearance/", data.appearance, name="appearance"),
    path("me/data/email/", data.contact, {"field": "email"}, name="email"),
    path("me/data/mobile/", data.contact, {"field": "mobile"}, name="mobile"),
    path("me/data/verification/", data.contact_verification, name="contact_verification"),
    path("me/company/", companies.company, name="my_company"),
    path("me/company/founding/", companies.founding, name="company_founding"),
    path("me/company/invitations/", companies.invitations, name="invitations"),
    path("me/company/invitations/<uuid:invitation_id>/", companies.invitation_answer, name="invitation_answer"),
    path(
        "me/company/invitations/<uuid:invitation_id>/removal/", companies.invitation_removal, name="invitation_removal"
    ),
    path("me/company/people/<uuid:position_id>/", companies.position, name="position"),
    path("me/company/certifications/", companies.application, name="application"),
    path("me/company/certifications/<application_code:code>/", companies.certification, name="certification"),
    path(
        "me/company/certifications/<application_code:code>/withdrawal/",
        companies.certification_withdrawal,
        name="certification_withdrawal",
    ),
    path("me/company/domain/", joining.domain, name="domain"),
    path("me/company/domains/<uuid:claim_id>/removal/", joining.domain_removal, name="domain_removal"),
    path("me/company/joining/", joining.joining_wish, name="joining"),
    path("me/company/joins/<uuid:wish_id>/", joining.join, name="join"),
    path("me/company/ownership/", joining.ownership, name="ownership"),
    path("me/company/ownership/<uuid:offer_id>/", joining.ownership_answer, name="ownership_answer"),
    path("me/company/branches/", branches.branches, name="branches"),
    path("me/company/branches/<uuid:company_id>/", branches.branch, name="branch"),
    path(
        "me/company/branches/<uuid:company_id>/people/<uuid:position_id>/",
        branches.branch_position,
        name="branch_position",
    ),
    path("desk/certifications/<application_code:code>/recheck/", desk.recheck, name="desk_recheck"),
    path("desk/certifications/", desk.certifications, name="desk_certifications"),
    path("desk/certifications/<application_code:code>/", desk.certification, name="desk_certification"),
    path("desk/certifications/<application_code:code>/papers/<slug:sort>/", desk.paper, name="desk_paper"),
    path("desk/certifications/<application_code:code>/agreement/", desk.agreement, name="desk_agreement"),
    path("desk/certifications/<application_code:code>/refusal/", desk.refusal, name="desk_refusal"),
    path("me/company/keys/", api_keys.api_keys, name="api_keys"),
    path("me/company/keys/<uuid:key_id>/rotation/", api_keys.api_key_rotation, name="api_key_rotation"),
    path("me/company/keys/<uuid:key_id>/revocation/", api_keys.api_key_revocation, name="api_key_revocation"),
    path("me/security/", security.security, name="security"),
    path("me/security/confirmation/", security.confirmation, name="confirmation"),
    path("me/security/second-factor/", second_factor.second_factor, name="second_factor"),
    path("me/security/password/", security.password, name="password"),
    path("me/security/devices/removal/", security.device_removal, name="device_removal"),
    path("me/security/devices/others/removal/", security.devices_removal, name="devices_removal"),
    path("me/security/passkeys/", security.passkeys, name="passkeys"),
    path("me/security/passkeys/options/", security.passkey_options, name="passkey_options"),
    path("me/security/passkeys/<uuid:passkey_id>/removal/", security.passkey_removal, name="passkey_removal"),
    path("me/security/authenticators/", security.authenticators, name="authenticators"),
    path("me/security/authenticator/", security.authenticator, name="authenticator"),
    path("me/security/authenticator/removal/", security.authenticator_removal, name="authenticator_removal"),
    path("me/security/recovery-codes/", security.recovery_codes, name="recovery_codes"),
    path("desk/staff/", staff.staff, name="staff"),
    path("desk/access-review/", staff.access_review, name="access_review"),
]
