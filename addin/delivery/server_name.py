"""What can be the name of a server at all."""


def is_server_name(host: str) -> bool:
    """Whether a text can be looked up as a server: no part of it empty or over 63 signs (RFC 1035).

    Anything else makes the look-up itself fail, in words that are for nobody.

    >>> is_server_name("files.example.be"), is_server_name("127.0.0.1"), is_server_name("été.be")
    (True, True, True)
    >>> is_server_name(""), is_server_name("example..be"), is_server_name("a" * 64)
    (False, False, False)
    """
    try:
        return bool(host.encode("idna"))
    except UnicodeError:
        return False
