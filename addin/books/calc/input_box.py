"""The two boxes of LibreOffice that take more than a click: words to type, a file to choose."""

from addin.books.calc.office import Office, UnoObject, bridge

# com.sun.star.awt.PushButtonType
OK, CANCEL = 1, 2
# In the units of a dialog, about half a point.
WIDTH, MARGIN, LINE = 240, 6, 14
QUESTION_HEIGHT = 44
BUTTON_WIDTH = 50


def typed_words(office: Office, window: UnoObject, question: str, title: str) -> str | None:
    """What the user types under a question; None where the box is cancelled.

    Args:
        office: The LibreOffice that shows it.
        window: The window it stands over.
        question: Above the line to type in.
        title: Of the box.
    """
    dialog = office.service("com.sun.star.awt.UnoControlDialog")
    dialog.setModel(_model(office, question, title))
    try:
        dialog.createPeer(office.service("com.sun.star.awt.Toolkit"), window)
        accepted = dialog.execute()
        return str(dialog.getControl("answer").getText()) if accepted else None
    finally:
        dialog.dispose()


def _model(office: Office, question: str, title: str) -> UnoObject:
    model = office.service("com.sun.star.awt.UnoControlDialogModel")
    answer_row = 2 * MARGIN + QUESTION_HEIGHT
    button_row = answer_row + LINE + MARGIN
    _place(model, 60, 60, WIDTH, button_row + LINE + MARGIN)
    model.Title = title
    inner = WIDTH - 2 * MARGIN
    asked = _add(model, "FixedText", "question", MARGIN, MARGIN, inner, QUESTION_HEIGHT)
    asked.Label, asked.MultiLine = question, True
    _add(model, "Edit", "answer", MARGIN, answer_row, inner, LINE)
    for name, kind, left in (
        ("ok", OK, WIDTH - 2 * (MARGIN + BUTTON_WIDTH)),
        ("cancel", CANCEL, WIDTH - MARGIN - BUTTON_WIDTH),
    ):
        button = _add(model, "Button", name, left, button_row, BUTTON_WIDTH, LINE)
        # As a property it has to be a short number, which Python does not have.
        bridge().invoke(button, "setPropertyValue", ("PushButtonType", bridge().Any("short", kind)))
        button.DefaultButton = kind == OK
    return model


def _add(  # noqa: PLR0913, PLR0917 - a control has a kind, a name and a place
    model: UnoObject, kind: str, name: str, left: int, top: int, width: int, height: int
) -> UnoObject:
    control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    _place(control, left, top, width, height)
    model.insertByName(name, control)
    return control


def _place(model: UnoObject, left: int, top: int, width: int, height: int) -> None:
    model.PositionX, model.PositionY, model.Width, model.Height = left, top, width, height


def chosen_file(office: Office, title: str) -> str | None:
    """The path of a file that the user chooses; None where the box is cancelled."""
    picker = office.service("com.sun.star.ui.dialogs.FilePicker")
    picker.setTitle(title)
    try:
        accepted = picker.execute()
        return str(bridge().fileUrlToSystemPath(picker.getFiles()[0])) if accepted else None
    finally:
        picker.dispose()
