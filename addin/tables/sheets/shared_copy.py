"""What a shared workbook says of itself: by it the firm's own workbook knows it again."""

from addin.tables.columns import Record, Text, Writer, column

# fmt: off


class SharedCopy(Record, table="SharedCopy", sheet="Home | Accueil | Start | Start", help="What this workbook is. | Ce qu'est ce classeur. | Wat deze werkmap is. | Was diese Arbeitsmappe ist."):
    """A workbook that was made for one person."""

    number: Text = column("Number | Numéro | Nummer | Nummer", "By it the firm's workbook knows this one again. | Par lui, le classeur du cabinet reconnaît celui-ci. | Waaraan de werkmap van het kantoor deze herkent. | Daran erkennt die Arbeitsmappe der Kanzlei diese wieder.", key=True, by=Writer.QUOTEPART)
    person: Text = column("Shared with | Partagé avec | Gedeeld met | Geteilt mit", "For whom it was made. | Pour qui il a été fait. | Voor wie ze gemaakt is. | Für wen sie erstellt wurde.", by=Writer.QUOTEPART)
    moment: Text = column("On | Le | Op | Am", "When it was made. | Quand il a été fait. | Wanneer ze gemaakt is. | Wann sie erstellt wurde.", by=Writer.QUOTEPART)
