"""Message boxes and the status line of a window of LibreOffice."""

from dataclasses import dataclass

from addin.books.calc.office import UnoObject, bridge

# com.sun.star.awt.MessageBoxType by xlwings' mode, and by whether an answer is asked for.
KINDS = {"info": "INFOBOX", "critical": "ERRORBOX", None: "MESSAGEBOX"}
QUESTION = "QUERYBOX"
# com.sun.star.awt.MessageBoxButtons by xlwings' name of the buttons.
BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
# com.sun.star.awt.MessageBoxResults
ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
FIRST_ANSWERS = {"ok": "ok", "ok_cancel": "ok", "yes_no": "yes", "yes_no_cancel": "yes"}


@dataclass(frozen=True, slots=True)
class MessageBox:
    """A message that waits for an answer.

    Attributes:
        title: Of the box; None for LibreOffice's own.
        buttons: A key of ``BUTTONS``; a box with several of them is a question.
        mode: ``info``, ``critical`` or None.
    """

    prompt: str
    title: str | None
    buttons: str
    mode: str | None

    def show(self, toolkit: UnoObject, window: UnoObject) -> str:
        """Show it over a window.

        Args:
            toolkit: Service ``com.sun.star.awt.Toolkit``.
            window: The window it belongs to.

        Returns:
            ``ok``, ``cancel``, ``yes`` or ``no``; a box that is closed is cancelled, or answered
            with *no* where there is nothing to cancel.
        """
        asks = self.buttons != "ok" and self.mode != "critical"
        kind = bridge().Enum(
            "com.sun.star.awt.MessageBoxType", QUESTION if asks else KINDS[self.mode]
        )
        box = toolkit.createMessageBox(
            window, kind, BUTTONS[self.buttons], self.title or "", self.prompt
        )
        try:
            answer = ANSWERS[box.execute()]
        finally:
            box.dispose()
        if self.buttons == "ok":
            return "ok"
        return "no" if answer == "cancel" and self.buttons == "yes_no" else answer


class StatusLine:
    """The text at the foot of the windows; Excel's status bar."""

    def __init__(self) -> None:
        self.text: str | bool = False
        self._shown: list[UnoObject] = []

    def show(self, text: str | bool, documents: list[UnoObject]) -> None:  # noqa: FBT001 - False as Excel has it
        """Put a text into the windows of some documents; False gives the line back."""
        self.text = text
        if text is False:
            for indicator in self._shown:
                indicator.end()
            self._shown = []
        elif self._shown:
            for indicator in self._shown:
                indicator.setText(str(text))
        else:
            self._shown = [_indicator(document) for document in documents]
            for indicator in self._shown:
                indicator.start(str(text), 0)


def _indicator(document: UnoObject) -> UnoObject:
    return document.CurrentController.Frame.createStatusIndicator()
