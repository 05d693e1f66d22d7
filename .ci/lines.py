"""Lets schemathesis send a journal as plain text."""

import schemathesis

schemathesis.serializer.alias("application/x-ndjson", "text/plain")
