"""The closed lists of billing: the values a cell with a drop-down may hold.

The value is what JSON carries; what the sheet shows is in ``addin/words/choices.toml``, under the
name of the class.
"""

from enum import StrEnum


class Axis(StrEnum):
    """What a line of billing is measured by."""

    FIXED = "fixed"
    UNIT = "unit"
    TIME = "time"
    MILESTONE = "milestone"
    PROGRESS = "progress"
    DEPOSIT = "deposit"
    RETAINER = "retainer"
    EXPENSE = "expense"
    ADJUSTMENT = "adjustment"
    DISCOUNT = "discount"


class ScheduleAxis(StrEnum):
    """The axes that a schedule may have: those of its values in ``Axis``."""

    FIXED = "fixed"
    UNIT = "unit"
    TIME = "time"
    MILESTONE = "milestone"
    PROGRESS = "progress"
    DEPOSIT = "deposit"


class Periodicity(StrEnum):
    """How often a schedule bills."""

    MONTHLY = "monthly"
    BIMONTHLY = "bimonthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    ONCE = "once"
    CUSTOM = "custom"


class AmountPer(StrEnum):
    """What the amount of a schedule pays for."""

    YEAR = "year"
    PERIOD = "period"
    UNIT = "unit"


class Timing(StrEnum):
    """Which month of a period bills it."""

    ADVANCE = "advance"  # the first
    ARREARS = "arrears"  # the last


class Proration(StrEnum):
    """How the days of a part of a period are counted."""

    DAYS = "days"  # as the calendar has them
    THIRTY_DAY = "30-day"  # every month has thirty


class TierMode(StrEnum):
    """Which units of a quantity a tier prices."""

    GRADUATED = "graduated"  # those that lie in it
    VOLUME = "volume"  # all of them


class Basis(StrEnum):
    """How the share of a payer is expressed."""

    PERCENT = "percent"
    WEIGHT = "weight"
    FIXED = "fixed"
    CAP = "cap"
    REST = "rest"


class SplitPer(StrEnum):
    """Over what a fixed amount or a cap of a payer is counted."""

    MONTH = "month"
    YEAR = "year"  # the fiscal year of the client
    TOTAL = "total"  # the whole project


class CapMode(StrEnum):
    """What becomes of the time that goes beyond the cap of a project."""

    CARRY = "carry"  # billed when there is room again
    WRITE_OFF = "write off"  # never billed


class Rounding(StrEnum):
    """How billed minutes are brought to a step."""

    UP = "up"
    NEAREST = "nearest"  # half a step goes up


class RoundingPer(StrEnum):
    """What is brought to a step."""

    ENTRY = "entry"
    DAY = "day"  # all that one person did of one thing in a day


class RetainerKind(StrEnum):
    """What a client has agreed to pay for hours in advance."""

    MINIMUM = "minimum"  # an amount a month, which covers some hours
    BLOCK = "block"  # hours bought at once
    SPEND = "spend"  # an amount a month that the bill does not fall below


class RolloverOrder(StrEnum):
    """Which included hours are used first."""

    OLDEST = "oldest"
    OWN = "own"  # those of the month itself


class ExpenseTreatment(StrEnum):
    """How an expense is passed on."""

    COST = "cost"
    MARKUP = "markup"
    DISBURSEMENT = "disbursement"  # paid in the client's name: outside VAT


class MetricRole(StrEnum):
    """What a heading or a code of an export stands for."""

    PROJECT = "project column"
    MONTH = "month column"
    QUANTITY = "quantity column"
    CLIENT = "client code"


class RateKind(StrEnum):
    """Whether a rate is what the client pays or what the hour costs the firm."""

    SALE = "sale"
    COST = "cost"


class HoursMode(StrEnum):
    """How minutes become the quantity of a line."""

    DECIMAL = "decimal"  # hours at two decimals
    MINUTES = "minutes"  # exact minutes, printed h:mm


class TimeDetail(StrEnum):
    """What the time of a client is grouped by."""

    SERVICE = "service"
    PERSON = "person"
    TASK = "task"
    ENTRY = "entry"


class InvoiceGrouping(StrEnum):
    """How many documents a payer of several projects gets."""

    PROJECT = "project"
    PAYER = "payer"


class VatCategory(StrEnum):
    """VAT category of EN 16931 (BT-118, code list UNCL 5305)."""

    S = "S"  # standard or reduced rate
    Z = "Z"  # zero rated
    E = "E"  # exempt
    AE = "AE"  # reverse charge
    K = "K"  # intra-Community supply of goods
    G = "G"  # export
    O = "O"  # outside the scope of VAT  # noqa: E741


class VatRegime(StrEnum):
    """How the firm itself stands to VAT."""

    STANDARD = "standard"
    DEBITS = "debits"  # France: VAT on services falls due with the invoice, by option
    SMALL_BUSINESS = "small business"  # charges no VAT


class MentionReason(StrEnum):
    """What an invoice has a sentence for, mostly because the law wants one."""

    REVERSE_CHARGE_ABROAD = "reverse charge abroad"
    REVERSE_CHARGE_AT_HOME = "reverse charge at home"
    SMALL_BUSINESS = "small business"
    EXEMPT = "exempt"
    GOODS_TO_EU = "goods to the EU"
    EXPORT = "export"
    SERVICES_OUTSIDE_EU = "services outside the EU"
    OUTSIDE_SCOPE = "outside the scope"
    DISBURSEMENT = "disbursement"
    ON_DEBITS = "VAT on debits"
    SERVICES = "services"  # France: what kind of supply the invoice is about
    LATE_PAYMENT = "late payment"
    NO_EARLY_PAYMENT = "no early payment"
    NOTHING_TO_PAY = "nothing to pay"


class EntryStatus(StrEnum):
    """Whether a time entry may be billed."""

    DRAFT = "draft"
    APPROVED = "approved"


class Decision(StrEnum):
    """Whether a line of prebilling may be issued."""

    DRAFT = "draft"
    APPROVED = "approved"


class PlanStatus(StrEnum):
    """How far an instalment has come."""

    PLANNED = "planned"
    PREBILLED = "prebilled"
    INVOICED = "invoiced"
    SKIPPED = "skipped"


class InvoiceState(StrEnum):
    """How far an invoice has come."""

    ISSUED = "issued"
    SENT = "sent"
    PARTLY_PAID = "partly paid"
    PAID = "paid"
    OVERDUE = "overdue"
    CREDITED = "credited"


class ProjectStatus(StrEnum):
    """Whether a project is billed."""

    ACTIVE = "active"
    ON_HOLD = "on hold"
    CLOSED = "closed"


class ClientStatus(StrEnum):
    """How far a client has come in being invited."""

    NOT_INVITED = "not invited"
    INACTIVE = "inactive"
    ACTIVE = "active"


class VatCheck(StrEnum):
    """Whether a client's VAT number is looked up."""

    CHECKED = "checked"
    SKIP = "skip"


class VatFiling(StrEnum):
    """How often a client files its VAT return."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    NONE = "none"


class EInvoice(StrEnum):
    """In which form a payer gets its invoices."""

    PEPPOL = "peppol"
    FACTURX = "facturx"
    UBL_FR = "french ubl"
    CII_FR = "french cii"
    PDF = "pdf"


class SendingPlatform(StrEnum):
    """Which service carries the firm's electronic invoices to their payers."""

    PEPPYRUS = "peppyrus"
    AFNOR = "afnor"  # any French platform: they share the interface of XP Z12-013


class Transfer(StrEnum):
    """How documents reach an accounting software."""

    MANUAL = "manual"  # somebody carries them
    EMAIL = "email"
    SFTP = "sftp"
    FTPS = "ftps"
    CLOUD = "cloud"
    FOLDER = "folder"  # one that a program on the machine keeps in step
    API = "api"


class ConnectionKind(StrEnum):
    """What a connection of the firm leads to."""

    SFTP = "sftp"
    FTPS = "ftps"
    CLOUD = "cloud"
    FOLDER = "folder"
    API = "api"


class CardStatements(StrEnum):
    """Among which documents the statements of credit cards go."""

    PURCHASES = "purchases"
    OTHER = "other"


class UnmatchedTransactions(StrEnum):
    """Which movements of the bank without a document a client is asked about."""

    ALL = "all"
    EXPENSES = "expenses"
    NONE = "none"


class DeliveryOutcome(StrEnum):
    """What became of a document on its way to an accounting software."""

    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"  # handed over, without an answer
    MANUAL = "manual"  # somebody has to carry it


class MailSecurity(StrEnum):
    """How the way to the mail server is kept secret."""

    STARTTLS = "starttls"  # from the second sentence on
    TLS = "tls"  # from the first
    NONE = "none"
