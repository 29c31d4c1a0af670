"""The words that VBA keeps for itself ([MS-VBAL] 3.3.5.2): no argument can be named so."""

_STATEMENTS = """
    call case close const declare defbool defbyte defcur defdate defdbl defdec defint deflng
    deflnglng deflngptr defobj defsng defstr defvar dim do else elseif end endif enum erase event
    exit for friend function get global gosub goto if implements input let lock loop lset next on
    open option print private public put raiseevent redim resume return rset seek select set static
    stop sub type unlock wend while with write rem
"""
_MARKERS = """
    any as byref byval each in new optional paramarray preserve shared spc tab then to until
    withevents
"""
_OPERATORS = "addressof and eqv imp is like mod not or typeof xor"
_FUNCTIONS = """
    abs array cbool cbyte ccur cdate cdbl cdec cint circle clng clnglng clngptr csng cstr cvar
    cverr date debug doevents fix inputb int lbound len lenb me pset scale sgn string ubound
"""
_VALUES = "empty false nothing null true"
_TYPES = "boolean byte currency decimal double integer long longlong longptr single variant"
_OTHERS = "attribute cdecl lineinput"

# In lower case: VBA does not tell the cases apart.
RESERVED = frozenset(
    f"{_STATEMENTS} {_MARKERS} {_OPERATORS} {_FUNCTIONS} {_VALUES} {_TYPES} {_OTHERS}".split()
)
