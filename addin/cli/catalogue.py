"""Every command, under its name: the jobs of the month, and what has a module of its own."""

from addin.cli.attachments import annex, statement
from addin.cli.cell_formula import formula
from addin.cli.clients import app as client_commands
from addin.cli.commands import app
from addin.cli.converting import pdf
from addin.cli.crediting import credit
from addin.cli.delivering import deliver
from addin.cli.demonstration import demo
from addin.cli.examination import doctor
from addin.cli.explanation import explain
from addin.cli.installing import install
from addin.cli.inviting import accept, activate, invite, withdraw
from addin.cli.kbo import app as kbo_commands
from addin.cli.keys import app as key_commands
from addin.cli.month_report import report as report_command
from addin.cli.reading import read
from addin.cli.rules import app as rules_commands
from addin.cli.sending import lookup, send
from addin.cli.sharing import merge, share
from addin.cli.templates import app as template_commands
from addin.cli.verification import rebuild, verify

__all__ = ["app"]

app.command()(demo)
app.command("report")(report_command)
app.command()(credit)
app.command()(verify)
app.command()(rebuild)
app.command()(explain)
app.command()(pdf)
app.command()(read)
app.command()(send)
app.command()(lookup)
app.command()(deliver)
app.add_typer(client_commands, name="client")
client_commands.command()(invite)
client_commands.command()(activate)
client_commands.command()(withdraw)
client_commands.command()(accept)
app.add_typer(key_commands, name="keys")
app.command()(annex)
app.command()(statement)
app.add_typer(template_commands, name="template")
app.add_typer(rules_commands, name="rules")
app.add_typer(kbo_commands, name="kbo")
app.command(context_settings={"ignore_unknown_options": True})(formula)
app.command()(share)
app.command()(merge)
app.command()(install)
app.command()(doctor)
