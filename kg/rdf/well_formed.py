"""Whether XML is well-formed while it is written: some RDF and some results cannot be."""

from xml.parsers.expat import ExpatError, ParserCreate

from kg.errors import NotAcceptable


class WellFormed:
    """Reads XML as it is written."""

    def __init__(self) -> None:
        self._parser = ParserCreate(namespace_separator=" ")

    def read(self, written: bytes) -> None:
        """Read on.

        Raises:
            NotAcceptable: it is not well-formed.
        """
        try:
            self._parser.Parse(written)
        except ExpatError as error:
            raise NotAcceptable(str(error)) from None
