"""The drafts of a month over their payers, discounts on other drafts last."""

from collections.abc import Sequence

from addin.jobs.agreed.payers import PayerBook
from addin.jobs.month.drafts import Draft
from addin.jobs.shared.sharing import PayerPart, shared
from addin.jobs.shared.taken import Taken


def draft_parts(
    book: PayerBook, drafts: Sequence[Draft], taken: Taken
) -> tuple[list[Draft], dict[str, list[PayerPart]]]:
    """Who pays how much of each draft, by its key.

    Args:
        book: Finds nothing wrong with the payers of any of them.
        drafts: Of the whole month.
        taken: What was allocated beside them.

    Returns:
        The drafts, a discount in percent with what it comes to, and their parts.
    """
    lines = [draft for draft in drafts if not draft.is_percentage]
    parts = shared(book, (draft.owed for draft in lines), taken)
    of_project: dict[str, list[Draft]] = {}
    for draft in lines:
        of_project.setdefault(draft.project, []).append(draft)
    discounts = [
        draft.as_percentage_of(of_project.get(draft.project, ()), parts)
        for draft in drafts
        if draft.is_percentage
    ]
    parts |= shared(book, (draft.owed for draft in discounts), taken)
    return [*lines, *discounts], parts
