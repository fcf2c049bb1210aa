"""How members says no."""


class MembersError(Exception):
    """Everything members refuses."""


class CompanyKnown(MembersError):
    """A company with this registration number is on the site already; one of its people has to invite."""


class NotTheirs(MembersError):
    """Somebody acted for a company, or on an application, that is not theirs to act for."""


class LastOwner(MembersError):
    """A company would be left without anybody who manages it."""


class NotAllowedNow(MembersError):
    """An application does not stand where this step may be taken; of two hands only the first succeeds."""


class SamePerson(MembersError):
    """The second pair of eyes has to be somebody else's."""


class NotCertified(MembersError):
    """Only a certified company may do this."""


class NoDomain(MembersError):
    """The address is verified at no domain that is one company's, or no company has claimed it."""


class DomainTaken(MembersError):
    """Another company has claimed the domain."""
