"""Commands of a window of LibreOffice that are carried out in this program.

A command is an address, such as ``.uno:Save`` or one of a protocol of one's own. The window asks
here first what becomes of those it is told to ask about; all others go on as ever. Nothing is
installed: no extension, no Basic.
"""

import importlib
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from threading import Thread
from typing import Any

from addin.books.calc.office import UnoObject, bridge, properties

log = logging.getLogger(__name__)

Action = Callable[[], None]


class Commands:
    """What a window does for some commands.

    Each action runs in a thread of its own: the window goes on answering meanwhile, so that a
    long one can be stopped, and may itself be asked anything by the action.
    """

    def __init__(
        self, frame: UnoObject, actions: Mapping[str, Action], allowed: Callable[[str], bool]
    ) -> None:
        """Take the commands over.

        Args:
            frame: The window.
            actions: What to do, by the address of the command.
            allowed: Whether a command may be given now; asked again after ``refresh``.
        """
        self.frame = frame
        self._interceptor = _interceptor_type()(actions, allowed)
        frame.registerDispatchProviderInterceptor(self._interceptor)

    def refresh(self) -> None:
        """Have the buttons show anew which commands may be given."""
        self._interceptor.tell_all()

    def give_back(self) -> None:
        """Leave the commands to LibreOffice again."""
        self.frame.releaseDispatchProviderInterceptor(self._interceptor)


def give(frame: UnoObject, transformer: UnoObject, command: str, **arguments: object) -> bool:
    """Give a window a command, as a button or a key does.

    Args:
        frame: The window.
        transformer: Service ``com.sun.star.util.URLTransformer``.
        command: Its address.
        arguments: Of the command.

    Returns:
        Whether the window knows the command.
    """
    address = bridge().createUnoStruct("com.sun.star.util.URL")
    address.Complete = command
    _, address = transformer.parseStrict(address)
    taker = frame.queryDispatch(address, "_self", 0)
    if taker is not None:
        taker.dispatch(address, properties(**arguments))
    return taker is not None


@cache
def _interceptor_type() -> type:
    """The class of the object that the window asks; its bases are UNO's, so it needs the bridge."""
    uno = bridge()
    bases = (
        importlib.import_module("unohelper").Base,
        uno.getClass("com.sun.star.frame.XDispatchProviderInterceptor"),
        uno.getClass("com.sun.star.frame.XInterceptorInfo"),
        uno.getClass("com.sun.star.frame.XDispatch"),
    )
    return type("Interceptor", bases, dict(vars(_Interceptor)))


class _Interceptor:
    """One object in two roles: what the window asks, and what carries the commands out."""

    def __init__(self, actions: Mapping[str, Action], allowed: Callable[[str], bool]) -> None:
        self.actions = actions
        self.allowed = allowed
        self.listeners: list[tuple[UnoObject, UnoObject]] = []
        self.slave: UnoObject = None
        self.master: UnoObject = None

    def tell_all(self) -> None:
        """Tell each button whether its command may be given."""
        for listener, address in list(self.listeners):
            self._tell(listener, address)

    def _tell(self, listener: UnoObject, address: UnoObject) -> None:
        event = bridge().createUnoStruct("com.sun.star.frame.FeatureStateEvent")
        event.FeatureURL = address
        event.IsEnabled = self.allowed(address.Complete)
        try:
            listener.statusChanged(event)
        except Exception:  # noqa: BLE001 - a button of a bar that is gone
            self.removeStatusListener(listener, address)

    # The names below are UNO's.
    def getInterceptedURLs(self) -> tuple[str, ...]:  # noqa: N802
        """The commands to ask about; without this the window would ask about each."""
        return tuple(self.actions)

    def queryDispatch(self, address: UnoObject, target: str, flags: int) -> Any:  # noqa: N802, ANN401
        """Who carries a command out."""
        if address.Complete in self.actions:
            return self
        return self.slave.queryDispatch(address, target, flags)

    def queryDispatches(self, requests: Sequence[UnoObject]) -> tuple[Any, ...]:  # noqa: N802
        """Likewise for several."""
        return tuple(
            self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in requests
        )

    def getSlaveDispatchProvider(self) -> UnoObject:  # noqa: N802
        """Who is asked after this one."""
        return self.slave

    def setSlaveDispatchProvider(self, slave: UnoObject) -> None:  # noqa: N802
        """Say who is asked after this one."""
        self.slave = slave

    def getMasterDispatchProvider(self) -> UnoObject:  # noqa: N802
        """Who asks this one."""
        return self.master

    def setMasterDispatchProvider(self, master: UnoObject) -> None:  # noqa: N802
        """Say who asks this one."""
        self.master = master

    def dispatch(self, address: UnoObject, arguments: UnoObject) -> None:
        """Carry a command out."""
        del arguments
        if self.allowed(address.Complete):
            action = self.actions[address.Complete]
            Thread(target=_done, args=(address.Complete, action), daemon=True).start()

    def addStatusListener(self, listener: UnoObject, address: UnoObject) -> None:  # noqa: N802
        """A button wants to know whether its command may be given."""
        self.listeners.append((listener, address))
        self._tell(listener, address)

    def removeStatusListener(self, listener: UnoObject, address: UnoObject) -> None:  # noqa: N802
        """The button is gone."""
        self.listeners = [
            (one, at)
            for one, at in self.listeners
            if one != listener or at.Complete != address.Complete
        ]


def _done(command: str, action: Action) -> None:
    try:
        action()
    except Exception:
        log.exception("%s failed", command)
