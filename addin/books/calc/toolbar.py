"""A toolbar of one's own in the windows of a private LibreOffice.

It is put into the configuration of the throw-away profile, not into a document.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from addin.books.calc.office import Office, UnoObject, bridge, properties

MODULE = "com.sun.star.sheet.SpreadsheetDocument"
# com.sun.star.ui.ItemType and ItemStyle
ITEM, LINE = 0, 1
AUTO_SIZE, ICON, TEXT = 32, 128, 2048
# Below the bars that a window of LibreOffice has by itself.
PLACE = 3
# LibreOffice's own pictures of commands.
PICTURES = "private:graphicrepository/cmd/sc_{}.png"


@dataclass(frozen=True, slots=True)
class Button:
    """One button.

    Attributes:
        command: The address it gives to the window.
        label: What it says.
        tip: What is shown beside the pointer.
        picture: Name of one of LibreOffice's own pictures, such as ``spelldialog``.
    """

    command: str
    label: str
    tip: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Toolbar:
    """A row of buttons.

    Attributes:
        name: Tells it from other bars; letters and digits.
        title: What the menu *View* calls it.
        groups: The buttons; a line stands between two groups.
    """

    name: str
    title: str
    groups: Sequence[Sequence[Button]]

    @property
    def address(self) -> str:
        """What LibreOffice calls it."""
        return f"private:resource/toolbar/custom_{self.name}"

    def install(self, office: Office, frame: UnoObject) -> None:
        """Show it in a window."""
        supplier = office.service("com.sun.star.ui.ModuleUIConfigurationManagerSupplier")
        configuration = supplier.getUIConfigurationManager(MODULE)
        self._give_pictures(office, configuration.getImageManager())
        bar = configuration.createSettings()
        bar.UIName = self.title
        for item in self._items():
            uno_item = bridge().Any("[]com.sun.star.beans.PropertyValue", item)
            bridge().invoke(bar, "insertByIndex", (bar.getCount(), uno_item))
        put = (
            configuration.replaceSettings
            if configuration.hasSettings(self.address)
            else configuration.insertSettings
        )
        put(self.address, bar)
        layout = frame.LayoutManager
        layout.createElement(self.address)
        layout.showElement(self.address)
        place = bridge().createUnoStruct("com.sun.star.awt.Point", 0, PLACE)
        top = bridge().Enum("com.sun.star.ui.DockingArea", "DOCKINGAREA_TOP")
        layout.dockWindow(self.address, top, place)

    def _items(self) -> list[tuple[UnoObject, ...]]:
        items: list[tuple[UnoObject, ...]] = []
        for group in self.groups:
            if items:
                items.append(properties(Type=LINE))
            items += [
                properties(
                    CommandURL=button.command,
                    Label=button.label,
                    Tooltip=button.tip,
                    HelpURL="",
                    Type=ITEM,
                    IsVisible=True,
                    Style=TEXT | AUTO_SIZE | (ICON if button.picture else 0),
                )
                for button in group
            ]
        return items

    def _give_pictures(self, office: Office, images: UnoObject) -> None:
        provider = office.service("com.sun.star.graphic.GraphicProvider")
        for group in self.groups:
            for button in group:
                if button.picture:
                    place = properties(URL=PICTURES.format(button.picture))
                    picture = provider.queryGraphic(place)
                    put = (
                        images.replaceImages
                        if images.hasImage(0, button.command)
                        else images.insertImages
                    )
                    put(0, (button.command,), (picture,))
