"""What the two ends must agree on, each with its own pace of change."""

PROTO = 1
"""The shape of requests and answers. A server refuses a client of another one (problem `upgrade`)."""

SCHEMA = 1
"""The columns of rows. Rows are additive: a client names its schema and gets the columns that schema knows."""

DIGEST = 1
"""What a row's hash covers. Both ends use the greatest version they share."""

MAX_BATCH_ENTRIES = 50
MAX_BATCH_BYTES = 256 * 1024
MAX_DECOMPRESSED_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 16
MAX_BLOB_PIECE = 256 * 1024
