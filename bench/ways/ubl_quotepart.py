"""UBL as Quotepart writes it."""

from addin.einvoices.ubl import to_ubl
from bench.ways.ubl_writing import measure

if __name__ == "__main__":
    measure(to_ubl)
