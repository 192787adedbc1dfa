# A list is read element by element, an object over several lines as one record.
$ printf '[{"a":1},\n {"a":{"b":[1,2]}}, 3 ]\n' | flitch 'select a'
{"a":1}
{"a":{"b":[1,2]}}
{"a":null}
! flitch: 1 line: not in a known format (first standard input:2)
! flitch: standard input:2:1: json expects an object, `{` where there is `3`

$ printf '{\n  "a": 1\n}\n{\n  "a": 2\n}\n' | flitch 'where a == 2'
{
  "a": 2
}

$ printf '{\n  "a": 1\n}\n{\n  "a": 2\n}\n' | flitch -o json ''
{"a":1}
{"a":2}

# A broken element does not take the others with it.
$ printf '[\n{"a":1},\n{"a":"x\n,\n{"a":3}\n]\n' | flitch -i json 'select a'
{"a":1}
{"a":null}
{"a":3}
! flitch: 1 line: not json (first standard input:3)
! flitch: standard input:3:8: json expects the closing quote where the line ends

$ printf '[]' | flitch -i json 'select a'
! flitch: no record had a field `a`

# UTF-16 with its mark is read as UTF-8.
$ printf '{"a":"\303\266"}\r\n{"a":"b"}\r\n' | (printf '\377\376'; iconv -f UTF-8 -t UTF-16LE) | flitch -j2 'select a'
{"a":"ö"}
{"a":"b"}

$ printf 'x\n' | (printf '\376\377'; iconv -f UTF-8 -t UTF-16BE) | gzip | flitch ''
x
