"""The buttons of Excel's ribbon, read from its definition for use in another program.

What the ribbon and the workbook's macros say is all there is: a toolbar made of it cannot differ.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from addin.books.calc.toolbar import Button
from addin.books.vba.ribbon import ribbon_module, ribbon_xml
from addin.words import Language

PROTOCOL = "vnd.quotepart:"

_RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
# A callback and the one call it makes, with its verb and what the status bar says meanwhile.
_CALLBACK = re.compile(
    r'Public Sub (\w+)\(control As IRibbonControl\)\s+\w+ "(\w+)", "((?:[^"]|"")*)"'
)
# LibreOffice's pictures that come nearest to those of Office.
_PICTURES = {
    "AcceptInvitation": "accepttrackedchange",
    "CalculateNow": "calculate",
    "ContactPictureMenu": "newrecord",
    "DeclineInvitation": "rejecttrackedchange",
    "ErrorChecking": "showerrors",
    "ExportMoreMenu": "exportto",
    "FileDocumentInspect": "signature",
    "FileSaveAsPdfOrXps": "print",
    "FileSaveAsWordDocx": "printpreview",
    "FileSendAsAttachment": "sendmail",
    "Filter": "datafilterautofilter",
    "FilterToggleFilter": "removefiltersort",
    "FunctionWizard": "functiondialog",
    "FunctionsDateTimeInsertGallery": "numberformatdate",
    "Help": "helpindex",
    "ImportExcel": "importfromfile",
    "MailMergeStartLetters": "mailmergewizard",
    "PublishToPdfOrEdoc": "exportdirecttopdf",
    "ReviewCompareTwoVersions": "comparedocuments",
    "Undo": "undo",
}


@dataclass(frozen=True, slots=True)
class RibbonButton:
    """One button of the ribbon.

    Attributes:
        verb: The function of ``addin.macros`` that its macro asks for.
        busy: What the status bar says meanwhile.
        group: Number of its group.
        picture: Name of a picture of Office.
    """

    verb: str
    label: str
    tip: str
    busy: str
    group: int
    picture: str

    @property
    def button(self) -> Button:
        """The same one in a toolbar of LibreOffice."""
        return Button(
            command=PROTOCOL + self.verb,
            label=self.label,
            tip=self.tip,
            picture=_PICTURES.get(self.picture, ""),
        )


def ribbon_buttons(language: Language) -> list[RibbonButton]:
    """The buttons in their order."""
    macros = {
        name: (verb, busy.replace('""', '"'))
        for name, verb, busy in _CALLBACK.findall(ribbon_module(language).source)
    }
    root = etree.fromstring(ribbon_xml(language))
    found = []
    for number, group in enumerate(root.iter(f"{_RIBBON}group")):
        for element in group.iter(f"{_RIBBON}button"):  # those of a menu stand beside the others
            told = {str(name): str(text) for name, text in element.attrib.items()}
            told = {name: text.replace("&&", "&") for name, text in told.items()}
            verb, busy = macros[told["onAction"]]
            tip = f"{told['screentip']}. {told['supertip']}"
            picture = told.get("imageMso", "")
            found.append(RibbonButton(verb, told["label"], tip, busy, number, picture))
    return found


def groups_of(buttons: Sequence[RibbonButton]) -> list[list[Button]]:
    """The toolbar's buttons, group by group."""
    by_group = groupby(buttons, key=lambda one: one.group)
    return [[one.button for one in members] for _, members in by_group]
