"""Lets schemathesis send a journal as what it is: text."""

import schemathesis

schemathesis.serializer.alias("application/x-ndjson", "text/plain")
