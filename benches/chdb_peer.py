"""chdb_peer.py [raw|TSV|CSV] < QUERY: run one query with chDB (ClickHouse in process), print the rows.

raw and the default: strings as they are, without TSV's escapes.
"""

import sys

import chdb

fmt = {"raw": "TSVRaw", "": "TSVRaw"}.get(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[-1])
sys.stdout.buffer.write(chdb.query(sys.stdin.read(), fmt).bytes())
