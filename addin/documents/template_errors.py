"""Why a Word template cannot be used."""

from addin.errors import BillingError


class UnreadableTemplateError(BillingError):
    """The template is missing, or is no Word document."""

    code = "DOC-01"


class MistypedTagError(BillingError):
    """A tag of the template is not closed, or is not written as the template language wants.

    Attributes:
        values: ``text`` is the paragraph of the template where reading stopped.
    """

    code = "DOC-02"


class UnknownTagError(BillingError):
    """A tag of the template names a field that the document does not have.

    Attributes:
        values: ``known`` are the fields it may have meant, nearest first.
    """

    code = "DOC-03"


class ForbiddenTagError(BillingError):
    """A tag of the template reaches for more than the fields of the document."""

    code = "DOC-04"


class UnfillableTemplateError(BillingError):
    """A tag of the template asks for something that cannot be worked out."""

    code = "DOC-05"


class UnreadableLogoError(BillingError):
    """The firm's picture is missing, or is of a kind that Word does not show."""

    code = "DOC-06"


class DamagedDocumentError(BillingError):
    """The written document could not be opened by Word, because of the template it comes from."""

    code = "DOC-07"


class UnmarkedFigureError(BillingError):
    """The document does not show, in a marked place, a figure that must be proven."""

    code = "DOC-08"


class UnclearFigureError(BillingError):
    """What stands in the marked place is no amount, or differs from one place to the other."""

    code = "DOC-09"


class CurlyQuoteError(BillingError):
    """A tag has the quotation marks that Word makes of straight ones."""

    code = "DOC-12"


class SplitTagError(BillingError):
    """The letters of a tag look different from one another; what it prints looks like the first."""

    code = "DOC-13"


class MissingFieldError(BillingError):
    """The template does not show what the law wants on an invoice."""

    code = "DOC-14"


class HalfTagError(BillingError):
    """A tag begins in one paragraph and ends in another, or not at all."""

    code = "DOC-15"


class UnpairedTagError(BillingError):
    """A loop or a condition of the template has no end, or an end has no beginning.

    Attributes:
        values: ``tag`` as it was typed; ``wanted`` is what belongs to it.
    """

    code = "DOC-19"


class ProtectedTemplateError(BillingError):
    """The template can be opened only with a password."""

    code = "DOC-20"


class OtherFormatError(BillingError):
    """The template is called a Word document, but is a file of another kind.

    Attributes:
        values: ``found`` is the ending it should have, such as ``.odt``.
    """

    code = "DOC-21"


class ExcessiveTemplateError(BillingError):
    """The template asks for more than the memory of a computer holds."""

    code = "DOC-22"
