# The cases of Miller (suites.rs says what the lines mean).
#
# Miller's own format, `a=1,b=2`, is read as logfmt once its commas are spaces. Verbs with
# `-g` leave out records that lack the field, so a `where a is not None` stands before them.
# A `join` is a `lookup` in the left file, once a key's records are one with lists. An order
# of text is one of `str(x)`, since a text that is a number sorts as one.

outside verbs merge-fields histogram reorder regularize sort-within-records group-like remove-empty-columns reshape

let dkvp = replace "," with " " | parse logfmt | drop line
let percentiles of 0..100 = p@(x) as x_p@@
let interpolated of 0..100 = v[int(@ / 100 * n)] + (v[int(@ / 100 * n) + 1] - v[int(@ / 100 * n)] ?? 0) * (@ / 100 * n % 1) as x_p@@

dsl-filter-pattern-action/0029
  mlr --oxtab cat test/input/subtab.dkvp
  outside: format dkvp with a tab in a value

dsl-gmt-date-time-functions/0012
  mlr --csvlite sec2gmt sec test/input/sec2gmt
  $ flitch -i csv 'set sec = format(time(sec.rstrip("."), "s"), "%FT%TZ") ?? sec' test/input/sec2gmt

io-barred-pprint/0001
  mlr --ofmt %.8lf --opprint --barred cat test/input/abixy
  $ flitch "$dkvp" test/input/abixy

io-barred-pprint/0003
  mlr --ofmt %.8lf --opprint --barred cat test/input/abixy-het
  $ flitch "$dkvp" test/input/abixy-het

io-compressed-input/0002
  mlr --ofmt %.8lf --dkvp --prepipe '${MLR} cat' cat test/input/abixy
  $ cat test/input/abixy | flitch "$dkvp"

io-compressed-input/0006
  mlr count -g a test/input/medium.gz
  $ flitch "$dkvp | where a is not None | count by a" test/input/medium.gz

io-compressed-input/0008
  mlr --bz2in count -g a < test/input/medium.bz2
  outside: format bzip2

io-compressed-input/0010
  mlr --zin count -g a < test/input/medium.z
  outside: format zlib

io-compressed-input/0012
  mlr --gzin count -g a test/input/medium.gz
  $ flitch "$dkvp | where a is not None | count by a" test/input/medium.gz

io-het-csv-input/0001
  mlr --icsvlite --odkvp cat test/input/a.csv
  $ flitch -i csv -o json '' test/input/a.csv

io-het-csv-input/0003
  mlr --icsvlite --odkvp cat test/input/c.csv
  outside: format csvlite, another header after an empty line

io-het-csv-input/0005
  mlr --icsvlite --odkvp cat test/input/e.csv
  $ flitch -i csv -o json '' test/input/e.csv

io-het-csv-input/0007
  mlr --icsvlite --odkvp cat test/input/g.csv
  $ flitch -i csv -o json '' test/input/g.csv

io-het-csv-input/0009
  mlr --icsvlite --odkvp cat test/input/b.csv test/input/b.csv
  $ flitch -i csv -o json '' test/input/b.csv test/input/b.csv

io-het-csv-input/0011
  mlr --icsvlite --odkvp cat test/input/d.csv test/input/d.csv
  outside: format csvlite, another header after an empty line

io-het-csv-input/0013
  mlr --icsvlite --odkvp cat test/input/f.csv test/input/f.csv
  $ flitch -i csv -o json '' test/input/f.csv test/input/f.csv

io-het-csv-input/0015
  mlr --icsvlite --odkvp cat test/input/a.csv test/input/b.csv
  $ flitch -i csv -o json '' test/input/a.csv test/input/b.csv

io-het-csv-input/0017
  mlr --icsvlite --odkvp cat test/input/c.csv test/input/d.csv
  outside: format csvlite, another header after an empty line

io-het-csv-input/0019
  mlr --icsvlite --odkvp cat test/input/e.csv test/input/f.csv
  $ flitch -i csv -o json '' test/input/e.csv test/input/f.csv

io-het-csv-input/0021
  mlr --icsvlite --odkvp cat test/input/a.csv test/input/b.csv test/input/c.csv test/input/d.csv test/input/e.csv test/input/f.csv test/input/g.csv
  outside: format csvlite, another header after an empty line

io-het-csv-input/0023
  mlr --headerless-csv-output --csvlite tac test/input/a.csv
  $ flitch -i csv -o csv --no-header 'sort -line_no' test/input/a.csv

io-het-csv-input/0025
  mlr --headerless-csv-output --csvlite tac test/input/a.csv test/input/c.csv
  outside: format csvlite, another header after an empty line

io-het-csv-input/0027
  mlr --ofmt %.8lf --headerless-csv-output --csvlite group-like test/input/het.csv
  outside: verb group-like

io-implicit-header-csv-input/0001
  mlr --ofmt %.8lf --irs crlf --icsvlite --ifs , --opprint cut -x -f b/ test/input/multi-sep.csv-crlf
  $ flitch -i csv -o json 'drop row["b/"]' test/input/multi-sep.csv-crlf

io-implicit-header-csv-input/0003
  mlr --ofmt %.8lf --irs crlf --icsvlite --ifs /, --opprint cut -x -f b test/input/multi-sep.csv-crlf
  outside: format csv with a separator of two characters

io-implicit-header-csv-input/0005
  mlr --ofmt %.8lf --icsv --ifs , --opprint cut -x -f b/ test/input/multi-sep.csv-crlf
  $ flitch -i csv -o json 'drop row["b/"]' test/input/multi-sep.csv-crlf

io-implicit-header-csv-input/0007
  mlr --ofmt %.8lf --icsvlite --ifs /, --opprint cut -x -f b test/input/multi-sep.csv-crlf
  outside: format csv with a separator of two characters

io-implicit-header-csv-input/0009
  mlr --ofmt %.8lf --csv -N reorder -f 1,3,2,5,4 test/input/multi-sep.csv-crlf
  outside: format csv without a header

io-json-io/0001
  mlr --ofmt %.8lf --ijson --opprint cat test/input/small-non-nested.json
  $ flitch -i json -o json '' test/input/small-non-nested.json

io-json-io/0003
  mlr --ofmt %.8lf --ijson --oxtab cat test/input/small-nested.json
  outside: format json, one record over several lines

io-json-io/0005
  mlr --ojson --no-jvstack cat test/input/json-output-options.dkvp
  $ flitch "$dkvp" test/input/json-output-options.dkvp

io-json-io/0020
  mlr put -q 'dump $*' test/input/json-output-options.dkvp
  $ flitch "$dkvp" test/input/json-output-options.dkvp

io-json-io/0024
  mlr --ofmt %.8lf --ijson --opprint cat test/input/small-non-nested-wrapped.json test/input/small-non-nested-wrapped.json
  outside: format json, one list over several lines

io-json-io/0031
  mlr --json cat test/input/escapes.json
  $ flitch -i json -o json '' test/input/escapes.json

io-json-io/0033
  mlr --json --from test/input/nulls.json put '$z=$x+$y'
  outside: format json, one record over several lines

io-json-io/0035
  mlr --json --from test/input/nulls.json put '$z=$n+$n'
  outside: format json, one record over several lines

io-jsonl-io/0001
  mlr --ofmt %.8lf --ijsonl --opprint cat test/input/small-non-nested.json
  $ flitch -i json -o json '' test/input/small-non-nested.json

io-jsonl-io/0003
  mlr --ofmt %.8lf --ijsonl --oxtab cat test/input/small-nested.json
  outside: format json, one record over several lines

io-jsonl-io/0011
  mlr --ojsonl --jquoteall cat test/input/json-output-options.dkvp
  $ flitch "$dkvp" test/input/json-output-options.dkvp

io-jsonl-io/0027
  mlr --ijsonl --oxtab cat test/input/arrays.json
  lacks: lists that become a column for each element; in CSV they are JSON text

io-jsonl-io/0033
  mlr --jsonl --from test/input/nulls.json put '$z=$x+$y'
  outside: format json, one record over several lines

io-jsonl-io/0035
  mlr --jsonl --from test/input/nulls.json put '$z=$n+$n'
  outside: format json, one record over several lines

io-lf-crlf-and-autodetect/0001
  mlr --ofmt %.8lf --irs auto --ors lf cat test/input/line-term-lf.dkvp
  $ flitch "$dkvp" test/input/line-term-lf.dkvp

io-lf-crlf-and-autodetect/0003
  mlr --ofmt %.8lf cat test/input/line-term-lf.dkvp
  $ flitch "$dkvp" test/input/line-term-lf.dkvp

io-lf-crlf-and-autodetect/0005
  mlr --irs auto --ors lf --nidx --fs comma cat test/input/line-term-lf.dkvp
  $ flitch -i lines 'select line as "1"' test/input/line-term-lf.dkvp

io-lf-crlf-and-autodetect/0007
  mlr --nidx --fs comma cat test/input/line-term-lf.dkvp
  $ flitch -i lines 'select line as "1"' test/input/line-term-lf.dkvp

io-lf-crlf-and-autodetect/0009
  mlr --ofmt %.8lf --irs auto --ors lf --csvlite cat test/input/line-term-lf.csv
  $ flitch -i csv -o json '' test/input/line-term-lf.csv

io-lf-crlf-and-autodetect/0011
  mlr --ofmt %.8lf --csvlite cat test/input/line-term-lf.csv
  $ flitch -i csv -o json '' test/input/line-term-lf.csv

io-lf-crlf-and-autodetect/0013
  mlr --irs auto --ors lf --pprint cat test/input/line-term-lf.csv
  outside: format pprint as an input

io-lf-crlf-and-autodetect/0015
  mlr --pprint cat test/input/line-term-lf.csv
  outside: format pprint as an input

io-lf-crlf-and-autodetect/0017
  mlr --ofmt %.8lf --ifs auto --xtab cat test/input/line-term-lf.xtab
  outside: format xtab

io-lf-crlf-and-autodetect/0019
  mlr --ofmt %.8lf --fs auto --xtab cat test/input/line-term-lf.xtab
  outside: format xtab

io-lf-crlf-and-autodetect/0025
  mlr --ofmt %.8lf --irs auto --ors lf --csv cat test/input/line-term-lf.csv
  $ flitch -i csv -o json '' test/input/line-term-lf.csv

io-lf-crlf-and-autodetect/0027
  mlr --ofmt %.8lf --csv cat test/input/line-term-lf.csv
  $ flitch -i csv -o json '' test/input/line-term-lf.csv

io-lf-crlf-and-autodetect/0029
  mlr --ofmt %.8lf --irs auto --ors lf --json cat test/input/line-term-lf.json
  $ flitch -i json -o json '' test/input/line-term-lf.json

io-lf-crlf-and-autodetect/0031
  mlr --ofmt %.8lf --json cat test/input/line-term-lf.json
  $ flitch -i json -o json '' test/input/line-term-lf.json

io-lf-crlf-and-autodetect/0033
  mlr --ofmt %.8lf --irs auto --ors lf --jlistwrap --json cat test/input/line-term-lf-wrap.json
  outside: format json, one list over several lines

io-lf-crlf-and-autodetect/0035
  mlr --ofmt %.8lf --jlistwrap --json cat test/input/line-term-lf-wrap.json
  outside: format json, one list over several lines

io-lf-crlf-and-autodetect/0037
  mlr --ofmt %.8lf --irs auto --json --jvstack cat test/input/line-term-lf.json
  $ flitch -i json -o json '' test/input/line-term-lf.json

io-lf-crlf-and-autodetect/0039
  mlr --ofmt %.8lf --json --jvstack cat test/input/line-term-lf.json
  $ flitch -i json -o json '' test/input/line-term-lf.json

io-lf-crlf-and-autodetect/0041
  mlr --ofmt %.8lf --irs auto --ors lf --jlistwrap --json --jvstack cat test/input/line-term-lf-wrap.json
  outside: format json, one list over several lines

io-lf-crlf-and-autodetect/0043
  mlr --ofmt %.8lf --jlistwrap --json --jvstack cat test/input/line-term-lf-wrap.json
  outside: format json, one list over several lines

io-lf-crlf-and-autodetect/0053
  mlr --ofmt %.8lf --irs auto --ors lf --json --jvstack cat test/input/line-term-lf.json
  $ flitch -i json -o json '' test/input/line-term-lf.json

io-markdown/0001
  mlr --ofmt %.8lf --itsv --rs lf --omd cat test/input/simple.tsv
  outside: format markdown

io-missing-final-lf/0001
  mlr --csvlite cat test/input/truncated.csv
  $ flitch -i csv -o json '' test/input/truncated.csv

io-missing-final-lf/0003
  mlr --nidx cat test/input/truncated.nidx
  $ flitch -i lines 'set p = line.split() | select p[0] as "1", p[1] as "2", p[2] as "3"' test/input/truncated.nidx

io-missing-final-lf/0005
  mlr --xtab cat test/input/truncated.xtab-crlf
  outside: format xtab

io-multi-character-ixs/0001
  mlr --oxtab --idkvp --irs lf --ifs 'x2c' --ips '075' cut -o -f x,a,i test/input/multi-sep.dkvp-crlf
  outside: format dkvp whose separators never occur, records without a field

io-multi-character-ixs/0003
  mlr --oxtab --inidx --irs lf --ifs , cut -o -f 4,1,3 test/input/multi-sep.dkvp-crlf
  $ flitch -i lines 'set p = line.split(",") | select p[3] as "4", p[0] as "1", p[2] as "3"' test/input/multi-sep.dkvp-crlf

io-multi-character-ixs/0005
  mlr --oxtab --inidx --irs crlf --ifs , cut -o -f 4,1,3 test/input/multi-sep.dkvp-crlf
  $ flitch -i lines 'set p = line.split(",") | select p[3] as "4", p[0] as "1", p[2] as "3"' test/input/multi-sep.dkvp-crlf

io-multi-character-ixs/0007
  mlr --oxtab --icsvlite --irs lf --ifs , cut -o -f x/,a/,i/ test/input/multi-sep.csv-crlf
  $ flitch -i csv -o json 'select row["x/"], row["a/"], row["i/"]' test/input/multi-sep.csv-crlf

io-multi-character-ixs/0009
  mlr --oxtab --icsvlite --irs crlf --ifs , cut -o -f x/,a/,i/ test/input/multi-sep.csv-crlf
  $ flitch -i csv -o json 'select row["x/"], row["a/"], row["i/"]' test/input/multi-sep.csv-crlf

io-multi-character-ixs/0011
  mlr --xtab --ofs Z cut -x -f b test/input/truncated.xtab-crlf
  outside: format xtab

io-multi-character-ixs/0014
  mlr --xtab cat test/input/embedded-ips.xtab
  outside: format xtab

io-multi-character-ixs/0017
  mlr --ofmt %.8lf --oxtab --idkvp --irs lf --ifs /, --ips =: cut -o -f x,a,i test/input/multi-sep.dkvp-crlf
  $ flitch 'replace "/," with " " | replace "=:" with "=" | parse logfmt | select x, a, i' test/input/multi-sep.dkvp-crlf

io-multi-character-ixs/0019
  mlr --ofmt %.8lf --oxtab --idkvp --irs crlf --ifs /, --ips =: cut -o -f x,a,i test/input/multi-sep.dkvp-crlf
  $ flitch 'replace "/," with " " | replace "=:" with "=" | parse logfmt | select x, a, i' test/input/multi-sep.dkvp-crlf

io-ragged-non-rfc-csv/0002
  mlr --icsvlite --oxtab --ragged cat test/input/ragged.csv
  $ flitch -i csv -o json 'rename _4 as "4"' test/input/ragged.csv

io-rfc-csv/0001
  mlr --csv cat test/input/rfc-csv/simple.csv-crlf
  $ flitch -i csv -o csv '' test/input/rfc-csv/simple.csv-crlf

io-rfc-csv/0003
  mlr --csv cat test/input/rfc-csv/narrow.csv
  $ flitch -i csv -o csv '' test/input/rfc-csv/narrow.csv

io-rfc-csv/0005
  mlr --csv cat test/input/rfc-csv/quoted-comma.csv
  $ flitch -i csv -o csv '' test/input/rfc-csv/quoted-comma.csv

io-rfc-csv/0007
  mlr --csv cat test/input/rfc-csv/quoted-crlf.csv
  $ flitch -i csv -o csv '' test/input/rfc-csv/quoted-crlf.csv

io-rfc-csv/0009
  mlr --csv cat test/input/rfc-csv/simple-truncated.csv test/input/rfc-csv/simple.csv-crlf
  $ flitch -i csv -o csv '' test/input/rfc-csv/simple-truncated.csv test/input/rfc-csv/simple.csv-crlf

io-rfc-csv/0012
  mlr --icsv --oxtab cat test/input/comma-at-eof.csv
  $ flitch -i csv -o json '' test/input/comma-at-eof.csv

io-rfc-csv/0016
  mlr --iusv --oxtab cat test/input/example.usv
  outside: format usv

io-rfc-csv/0020
  mlr --csv cat test/input/has-a-blank-line.csv
  $ flitch -i csv -o csv 'drop line' test/input/has-a-blank-line.csv

io-skip-pass-comments
  mlr --pass-comments --icsv --odkvp cat test/input/comments/comments2.csv
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0002
  mlr --pass-comments --idkvp --oxtab cat test/input/comments/comments1.dkvp
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0004
  mlr --pass-comments --idkvp --oxtab cat test/input/comments/comments2.dkvp
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0006
  mlr --pass-comments --idkvp --oxtab cat test/input/comments/comments3.dkvp
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0008
  mlr --pass-comments-with @@ --idkvp --oxtab cat test/input/comments/comments1-atat.dkvp
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0010
  mlr --pass-comments-with @@ --idkvp --oxtab cat test/input/comments/comments2-atat.dkvp
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0012
  mlr --pass-comments-with @@ --idkvp --oxtab cat test/input/comments/comments3-atat.dkvp
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0014
  mlr --pass-comments --inidx --ifs space --oxtab cat test/input/comments/comments1.nidx
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0016
  mlr --pass-comments --inidx --ifs space --oxtab cat test/input/comments/comments2.nidx
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0018
  mlr --pass-comments --inidx --ifs space --oxtab cat test/input/comments/comments3.nidx
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0020
  mlr --pass-comments --ijson --odkvp cat test/input/comments/comments1.json
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0022
  mlr --pass-comments --ijson --odkvp cat test/input/comments/comments2.json
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0024
  mlr --pass-comments --ijson --odkvp cat test/input/comments/comments3.json
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0026
  mlr --pass-comments --ixtab --odkvp cat test/input/comments/comments1.xtab
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0028
  mlr --pass-comments --ixtab --odkvp cat test/input/comments/comments2.xtab
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0030
  mlr --pass-comments --icsvlite --odkvp cat test/input/comments/comments1.csv
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0032
  mlr --pass-comments --icsvlite --odkvp cat test/input/comments/comments2.csv
  outside: format, comment lines that are printed between the records

io-skip-pass-comments/0034
  mlr --pass-comments --icsv --odkvp cat test/input/comments/comments1.csv
  outside: format, comment lines that are printed between the records

io-utf8-alignment/0001
  mlr --icsvlite --opprint cat test/input/utf8-1.csv
  $ flitch -i csv -o json '' test/input/utf8-1.csv

io-utf8-alignment/0003
  mlr --icsvlite --oxtab cat test/input/utf8-1.csv
  $ flitch -i csv -o json '' test/input/utf8-1.csv

io-utf8-alignment/0005
  mlr --inidx --ifs space --opprint cat test/input/utf8-align.nidx
  $ flitch -i lines 'set p = line.split() | select p[0] as "1", p[1] as "2"' test/input/utf8-align.nidx

io-utf8-alignment/0007
  mlr --oxtab cat test/input/utf8-align.dkvp
  $ flitch "$dkvp" test/input/utf8-align.dkvp

io-utf8-bom/0001
  mlr --icsv --opprint cat test/input/bom.csv
  $ flitch -i csv -o json '' test/input/bom.csv

verb-count/0001
  mlr --opprint --from test/input/medium.dkvp count
  $ flitch "$dkvp | count" test/input/medium.dkvp

verb-count/0003
  mlr --opprint --from test/input/medium.dkvp count -g a,b
  $ flitch "$dkvp | count by a, b" test/input/medium.dkvp

verb-count/0005
  mlr --opprint --from test/input/medium.dkvp count -g a,b -n
  $ flitch "$dkvp | count by a, b | count" test/input/medium.dkvp

verb-count/0007
  mlr --opprint --from test/input/medium.dkvp count -g a -o NAME
  $ flitch "$dkvp | count as NAME by a" test/input/medium.dkvp

verb-count-distinct/0001
  mlr count-distinct -f a test/input/small test/input/abixy
  $ flitch "$dkvp | count by a" test/input/small test/input/abixy

verb-count-distinct/0003
  mlr count-distinct -f a,b -u test/input/small test/input/abixy
  $ flitch "$dkvp | count by a | select 'a' as field, a as value, count" test/input/small test/input/abixy; flitch "$dkvp | count by b | select 'b' as field, b as value, count" test/input/small test/input/abixy

verb-count-distinct/0005
  mlr count-distinct -f a,b -n test/input/small test/input/abixy
  $ flitch "$dkvp | count by a, b | count" test/input/small test/input/abixy

verb-count-distinct/0007
  mlr count-distinct -f a,b -o foo test/input/small test/input/abixy
  $ flitch "$dkvp | count as foo by a, b" test/input/small test/input/abixy

verb-count-distinct/0009
  mlr count-distinct -f a,b -n -o foo test/input/small test/input/abixy
  $ flitch "$dkvp | count by a, b | count" test/input/small test/input/abixy

verb-count-similar/0001
  mlr --ofmt %.8lf --opprint --from test/input/abixy count-similar -g a
  $ flitch "$dkvp | annotate count, min(i) as first by a | sort first | drop first" test/input/abixy

verb-count-similar/0003
  mlr --ofmt %.8lf --opprint --from test/input/abixy count-similar -g b,i
  $ flitch "$dkvp | annotate count by b, i" test/input/abixy

verb-count-similar/0005
  mlr --ofmt %.8lf --opprint --from test/input/abixy count-similar -g a,b,i -o other_name_for_counter
  $ flitch "$dkvp | annotate count as other_name_for_counter by a, b, i" test/input/abixy

verb-cut/0001
  mlr --ofmt %.8lf --opprint cut -f x,a test/input/s.dkvp
  $ flitch "$dkvp | select a, x" test/input/s.dkvp

verb-cut/0003
  mlr --ofmt %.8lf --opprint cut -x -f x,a test/input/s.dkvp
  $ flitch "$dkvp | drop x, a" test/input/s.dkvp

verb-cut-regexed/0004
  mlr cut -r -f '/C/,/E/' test/input/having-fields-regex.dkvp
  $ flitch "replace r'(^|,)[^=,CE]*=[^,]*' with '' | replace r'^,' with '' | $dkvp" test/input/having-fields-regex.dkvp

verb-cut-regexed/0006
  mlr cut -r -f '/C/i,/E/' test/input/having-fields-regex.dkvp
  $ flitch "replace r'(^|,)[^=,cCE]*=[^,]*' with '' | replace r'^,' with '' | $dkvp" test/input/having-fields-regex.dkvp

verb-cut-regexed/0009
  mlr cut -r -x -f '/C/,/E/i' test/input/having-fields-regex.dkvp
  $ flitch "replace r'(^|,)[^=,]*[CeE][^=,]*=[^,]*' with '' | replace r'^,' with '' | $dkvp" test/input/having-fields-regex.dkvp

verb-decimate/0001
  mlr --ofmt %.8lf decimate -n 4 test/input/abixy
  $ flitch "$dkvp | running count as n | where n % 4 == 0 | drop n" test/input/abixy

verb-decimate/0003
  mlr --ofmt %.8lf decimate -e -n 4 test/input/abixy
  $ flitch "$dkvp | running count as n | where n % 4 == 0 | drop n" test/input/abixy

verb-decimate/0005
  mlr --ofmt %.8lf decimate -g a -b -n 2 test/input/abixy
  $ flitch "$dkvp | running count as n by a | where n % 2 == 1 | drop n" test/input/abixy

verb-fill-down/0001
  mlr --csv fill-down -f a,b,c test/input/fill-down.csv
  $ flitch -i csv -o json 'set a = a if a != "" else None, b = b if b != "" else None, c = c if c != "" else None | running last(a) as a, last(b) as b, last(c) as c' test/input/fill-down.csv

verb-fill-down/0003
  mlr --csv fill-down --all test/input/fill-down.csv
  $ flitch -i csv -o json 'set a = a if a != "" else None, b = b if b != "" else None, c = c if c != "" else None | running last(a) as a, last(b) as b, last(c) as c' test/input/fill-down.csv

verb-fill-empty/0001
  mlr --csv fill-empty test/input/fill-down.csv
  $ flitch -i csv -o json 'set a = "N/A" if a == "" else a, b = "N/A" if b == "" else b, c = "N/A" if c == "" else c' test/input/fill-down.csv

verb-fraction/0001
  mlr --ofmt %.8lf --oxtab fraction -f x,y test/input/abixy-het
  $ flitch "$dkvp | annotate sum(x) as tx, sum(y) as ty | set x_fraction = x / tx if x is not None else None, y_fraction = y / ty if y is not None else None | drop tx, ty" test/input/abixy-het

verb-fraction/0003
  mlr --ofmt %.8lf --oxtab fraction -f x,y -g a,b test/input/abixy-het
  $ flitch "$dkvp | annotate sum(x) as tx, sum(y) as ty by a,b | set x_fraction = x / tx if x is not None and a is not None and b is not None else None, y_fraction = y / ty if y is not None and a is not None and b is not None else None | drop tx, ty" test/input/abixy-het

verb-fraction/0005
  mlr --ofmt %.8lf --oxtab fraction -f x,y -g a -p test/input/abixy-het
  $ flitch "$dkvp | annotate sum(x) as tx, sum(y) as ty by a | set x_percent = 100 * x / tx if x is not None and a is not None else None, y_percent = 100 * y / ty if y is not None and a is not None else None | drop tx, ty" test/input/abixy-het

verb-fraction/0007
  mlr --ofmt %.8lf --oxtab fraction -f x,y -c test/input/abixy-het
  $ flitch "$dkvp | annotate sum(x) as tx, sum(y) as ty | running sum(x) as cx, sum(y) as cy | set x_cumulative_fraction = cx / tx if x is not None else None, y_cumulative_fraction = cy / ty if y is not None else None | drop tx, ty, cx, cy" test/input/abixy-het

verb-fraction/0009
  mlr --ofmt %.8lf --oxtab fraction -f x,y -g a,b -c test/input/abixy-het
  $ flitch "$dkvp | annotate sum(x) as tx, sum(y) as ty by a,b | running sum(x) as cx, sum(y) as cy by a,b | set x_cumulative_fraction = cx / tx if x is not None and a is not None and b is not None else None, y_cumulative_fraction = cy / ty if y is not None and a is not None and b is not None else None | drop tx, ty, cx, cy" test/input/abixy-het

verb-fraction/0011
  mlr --ofmt %.8lf --oxtab fraction -f x,y -g a -p -c test/input/abixy-het
  $ flitch "$dkvp | annotate sum(x) as tx, sum(y) as ty by a | running sum(x) as cx, sum(y) as cy by a | set x_cumulative_percent = 100 * cx / tx if x is not None and a is not None else None, y_cumulative_percent = 100 * cy / ty if y is not None and a is not None else None | drop tx, ty, cx, cy" test/input/abixy-het

verb-grep/0001
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp grep pan
  $ flitch "'pan' | $dkvp" test/input/s.dkvp

verb-grep/0003
  mlr --opprint --from test/input/s.dkvp grep PAN
  $ flitch "'PAN' | $dkvp" test/input/s.dkvp

verb-grep/0005
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp grep -i -v PAN
  $ flitch "not i'PAN' | $dkvp" test/input/s.dkvp

verb-group-by/0001
  mlr --ofmt %.8lf group-by a test/input/medium.dkvp
  $ flitch "$dkvp | annotate min(i) as first by a | sort first | drop first" test/input/medium.dkvp

verb-group-like/0001
  mlr group-like test/input/het.dkvp
  outside: verb group-like

verb-having-fields/0001
  mlr --ofmt %.8lf having-fields --at-least a,b test/input/abixy
  $ flitch "$dkvp | where a is not None and b is not None" test/input/abixy

verb-having-fields/0003
  mlr --ofmt %.8lf having-fields --at-least a,b,i,x,y test/input/abixy
  $ flitch "$dkvp | where a is not None and b is not None and i is not None and x is not None and y is not None" test/input/abixy

verb-having-fields/0005
  mlr --ofmt %.8lf having-fields --which-are a,b,i,x,y test/input/abixy
  $ flitch "where line =~ r'^((a|b|i|x|y)=[^,]*(,|\$))*\$' and line =~ r'(^|,)a=' and line =~ r'(^|,)b=' and line =~ r'(^|,)i=' and line =~ r'(^|,)x=' and line =~ r'(^|,)y=' | $dkvp" test/input/abixy

verb-having-fields/0007
  mlr having-fields --which-are a,b,i,x,w test/input/abixy
  $ flitch "where line =~ r'^((a|b|i|x|w)=[^,]*(,|\$))*\$' and line =~ r'(^|,)a=' and line =~ r'(^|,)b=' and line =~ r'(^|,)i=' and line =~ r'(^|,)x=' and line =~ r'(^|,)w=' | $dkvp" test/input/abixy

verb-having-fields/0009
  mlr having-fields --at-most a,c test/input/abixy
  $ flitch "where line =~ r'^((a|c)=[^,]*(,|\$))*\$' | $dkvp" test/input/abixy

verb-having-fields/0011
  mlr --ofmt %.8lf having-fields --at-most a,b,i,x,y,z test/input/abixy
  $ flitch "where line =~ r'^((a|b|i|x|y|z)=[^,]*(,|\$))*\$' | $dkvp" test/input/abixy

verb-having-fields/0014
  mlr having-fields --none-matching '/^[a-z][a-z][a-z]$/' test/input/having-fields-regex.dkvp
  $ flitch "where not line =~ r'(^|,)[a-z][a-z][a-z]=' | $dkvp" test/input/having-fields-regex.dkvp

verb-having-fields/0017
  mlr having-fields --none-matching '/^[a-z][a-z][a-z]$/i' test/input/having-fields-regex.dkvp
  $ flitch "where not line =~ r'(?i)(^|,)[a-z][a-z][a-z]=' | $dkvp" test/input/having-fields-regex.dkvp

verb-head/0001
  mlr --ofmt %.8lf head -n 2 test/input/abixy-het
  $ flitch "$dkvp | head 2" test/input/abixy-het

verb-head/0003
  mlr --ofmt %.8lf head -n 2 -g a,b test/input/abixy-het
  $ flitch "$dkvp | where a is not None and b is not None | head 2 by a, b" test/input/abixy-het

verb-histogram/0001
  mlr --ofmt %.8lf --opprint histogram -f x,y --lo 0 --hi 1 --nbins 20 test/input/small
  outside: verb histogram

verb-histogram/0003
  mlr --ofmt %.8lf --opprint histogram --nbins 9 --auto -f x,y test/input/ints.dkvp
  outside: verb histogram

verb-histogram/0005
  mlr --ofmt %.8lf --icsv --opprint histogram --nbins 9 --auto -f x test/input/histo2.csv
  outside: verb histogram

verb-histogram/0007
  mlr --ofmt %.8lf --icsv --opprint histogram --nbins 9 --auto -f x,y test/input/histo2.csv
  outside: verb histogram

verb-join/0002
  mlr --opprint join -f test/input/joina.dkvp -l l -r r -j o test/input/joinb.dkvp
  $ flitch "$dkvp | list(x) as x by l" test/input/joina.dkvp >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where x is not None | explode x | select r as o, x, y" test/input/joinb.dkvp

verb-join/0016
  mlr join -l l -j r -f test/input/joina.dkvp test/input/joinb.dkvp
  $ flitch "$dkvp | list(x) as x by l" test/input/joina.dkvp >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where x is not None | explode x | select r as r, x, y" test/input/joinb.dkvp

verb-join/0019
  mlr --opprint join -f test/input/dev-null.txt -l l -r r -j o test/input/joinb.dkvp
  $ flitch -o csv "$dkvp | list(x) as x by l" test/input/dev-null.txt >left.csv; flitch "$dkvp | lookup 'left.csv' on r = l | where x is not None | explode x | select r as o, x, y" test/input/joinb.dkvp

verb-join/0027
  mlr --opprint join --np --ul -f test/input/dev-null.txt -l l -r r -j o test/input/joinb.dkvp
  $ flitch "$dkvp | count by r" test/input/joinb.dkvp >right.jsonl; flitch "$dkvp | lookup 'right.jsonl' on l = r | where count is None | drop count" test/input/dev-null.txt

verb-join/0037
  mlr --opprint join --ur -f test/input/joina.dkvp -l l -r r -j o test/input/dev-null.txt
  $ flitch "$dkvp | list(x) as x by l" test/input/joina.dkvp >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where x is not None | explode x | select r as o, x, y" test/input/dev-null.txt

verb-join/0046
  mlr --ofmt %.8lf --odkvp join -j a -f test/input/join-het.dkvp test/input/abixy-het
  $ flitch "$dkvp | where a is not None" test/input/join-het.dkvp >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on a | where n is not None | select a, n, b, bbb, i, iii, x, xxx, y, yyy" test/input/abixy-het

verb-join/0048
  mlr --ofmt %.8lf --odkvp join --np --ul --ur -j a -f test/input/join-het.dkvp test/input/abixy-het
  $ flitch "$dkvp | where a is not None" test/input/join-het.dkvp >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on a | where n is None | drop n" test/input/abixy-het; flitch "$dkvp | where a is not None | count by a" test/input/abixy-het >right.jsonl; flitch "$dkvp | lookup 'right.jsonl' on a | where count is None | drop count" test/input/join-het.dkvp

verb-join/0050
  mlr --ofmt %.8lf --idkvp --oxtab join --lp left_ --rp right_ -j i -f test/input/abixy-het test/input/abixy-het
  $ flitch "$dkvp | where i is not None | rename a as left_a, aaa as left_aaa, b as left_b, bbb as left_bbb, x as left_x, xxx as left_xxx, y as left_y, yyy as left_yyy, iii as left_iii" test/input/abixy-het >left.jsonl; flitch "$dkvp | where i is not None | rename a as right_a, aaa as right_aaa, b as right_b, bbb as right_bbb, x as right_x, xxx as right_xxx, y as right_y, yyy as right_yyy, iii as right_iii | lookup 'left.jsonl' on i | select i, left_a, left_aaa, left_b, left_bbb, left_x, left_xxx, left_y, left_yyy, left_iii, right_a, right_aaa, right_b, right_bbb, right_x, right_xxx, right_y, right_yyy, right_iii" test/input/abixy-het

verb-join/0133
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r11
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r11

verb-join/0135
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r13
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r13

verb-join/0137
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r15
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r15

verb-join/0139
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r2
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r2

verb-join/0141
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r23
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r23

verb-join/0143
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r25
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r25

verb-join/0145
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r3
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r3

verb-join/0147
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r34
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r34

verb-join/0149
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r36
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r36

verb-join/0151
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r44
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r44

verb-join/0153
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r46
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r46

verb-join/0155
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r55
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r55

verb-join/0157
  mlr join -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r6
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is not None | explode b | select r as j, b" test/input/het-join-right-r6

verb-join/0186
  mlr join --np --ur -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r1
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is None | drop b" test/input/het-join-right-r1

verb-join/0189
  mlr join --np --ur -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r13
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is None | drop b" test/input/het-join-right-r13

verb-join/0199
  mlr join --np --ur -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r3
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is None | drop b" test/input/het-join-right-r3

verb-join/0202
  mlr join --np --ur -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r35
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is None | drop b" test/input/het-join-right-r35

verb-join/0209
  mlr join --np --ur -l l -r r -j j -f test/input/het-join-left test/input/het-join-right-r55
  $ flitch "$dkvp | where l is not None | list(b) as b by l" test/input/het-join-left >left.jsonl; flitch "$dkvp | lookup 'left.jsonl' on r = l | where b is None | drop b" test/input/het-join-right-r55

verb-join/0214
  mlr --csv join --lk b -j a -f test/input/join-left-keep test/input/join-right-keep
  $ cp test/input/join-left-keep left.csv; flitch -i csv 'lookup "left.csv" on a | where b is not None | select a, b, x, y, z' test/input/join-right-keep

verb-join/0216
  mlr --csv join --lk a,b -j a -f test/input/join-left-keep test/input/join-right-keep
  $ cp test/input/join-left-keep left.csv; flitch -i csv 'lookup "left.csv" on a | where b is not None | select a, b, x, y, z' test/input/join-right-keep

verb-label/0001
  mlr --ofmt %.8lf --opprint label A,B,I test/input/s.dkvp
  $ flitch "$dkvp | rename a as A, b as B, i as I" test/input/s.dkvp

verb-label/0003
  mlr --ofmt %.8lf --opprint label A,B,I,X,Y,Z test/input/s.dkvp
  $ flitch "$dkvp | rename a as A, b as B, i as I, x as X, y as Y" test/input/s.dkvp

verb-label/0005
  mlr --ofmt %.8lf --opprint label x,i,b test/input/s.dkvp
  $ flitch "$dkvp | drop x | rename i as tmp, b as i, a as x, tmp as b" test/input/s.dkvp

verb-label/0007
  mlr --ofmt %.8lf label a,NEW,c test/input/abixy
  $ flitch "$dkvp | rename b as NEW, i as c" test/input/abixy

verb-label/0010
  mlr --ofmt %.8lf label d,x,f test/input/abixy
  $ flitch "$dkvp | drop x | rename a as d, b as x, i as f" test/input/abixy

verb-merge-fields/collapse-0001
  mlr --csvlite --opprint merge-fields -a p0,min,p29,max,p100,sum -c _in,_out test/input/merge-fields-in-out.csv
  outside: verb merge-fields

verb-merge-fields/collapse-0003
  mlr --ofmt %.8lf --csvlite --opprint merge-fields -i -a p0,min,p29,max,p100,sum -c _in,_out test/input/merge-fields-in-out.csv
  outside: verb merge-fields

verb-merge-fields/collapse-0005
  mlr --csvlite --opprint merge-fields -a p0,min,p29,max,p100 -c _in,_out test/input/merge-fields-in-out-mixed.csv
  outside: verb merge-fields

verb-merge-fields/collapse-0007
  mlr --oxtab merge-fields -k -a p0,min,p29,max,p100,sum,count -c in_,out_ test/input/merge-fields-abxy.dkvp
  outside: verb merge-fields

verb-merge-fields/name-0001
  mlr --ofmt %.8lf --oxtab head -n 2 then merge-fields -k -a p0,min,p29,max,p100,sum,count -f x,y -o xy test/input/abixy
  outside: verb merge-fields

verb-merge-fields/name-0003
  mlr --ofmt %.8lf --oxtab head -n 2 then merge-fields -k -a p0,min,p29,max,p100,sum,count -f u,v -o xy test/input/abixy
  outside: verb merge-fields

verb-merge-fields/name-0005
  mlr --ofmt %.8lf --oxtab merge-fields -i -k -a p0,min,p29,max,p100,sum,count -f a_in_x,a_out_x -o foo test/input/merge-fields-abxy.dkvp
  outside: verb merge-fields

verb-merge-fields/regex-0002
  mlr --ofmt %.8lf merge-fields -i -k -a p0,min,p29,max,p100,sum,count -r in_,out_ -o bar test/input/merge-fields-abxy.dkvp
  outside: verb merge-fields

verb-most-least-frequent/0001
  mlr --opprint --from test/input/freq.dkvp most-frequent -f a -n 3
  $ flitch "$dkvp | top 3 a" test/input/freq.dkvp

verb-most-least-frequent/0003
  mlr --opprint --from test/input/freq.dkvp most-frequent -f a,b -n 3 -b
  $ flitch "$dkvp | top 3 a, b | drop count" test/input/freq.dkvp

verb-most-least-frequent/0005
  mlr --opprint --from test/input/freq.dkvp least-frequent -f a -n 3
  $ flitch "$dkvp | rare 3 a" test/input/freq.dkvp

verb-most-least-frequent/0007
  mlr --opprint --from test/input/freq.dkvp least-frequent -f a,b -n 3 -b
  $ flitch "$dkvp | rare 3 a, b | drop count" test/input/freq.dkvp

verb-most-least-frequent/0009
  mlr --opprint --from test/input/freq.dkvp most-frequent -f a -n 3 -o foo
  $ flitch "$dkvp | top 3 a | rename count as foo" test/input/freq.dkvp

verb-most-least-frequent/0011
  mlr --opprint --from test/input/freq.dkvp most-frequent -f a,b -n 3 -b -o foo
  $ flitch "$dkvp | top 3 a, b | drop count" test/input/freq.dkvp

verb-most-least-frequent/0013
  mlr --opprint --from test/input/freq.dkvp least-frequent -f a -n 3 -o foo
  $ flitch "$dkvp | rare 3 a | rename count as foo" test/input/freq.dkvp

verb-most-least-frequent/0015
  mlr --opprint --from test/input/freq.dkvp least-frequent -f a,b -n 3 -b -o foo
  $ flitch "$dkvp | rare 3 a, b | drop count" test/input/freq.dkvp

verb-nest/epaf-0001
  mlr nest --explode --pairs --across-fields -f x test/input/nest-explode.dkvp
  $ flitch "$dkvp | replace ';' with ' ' from x | replace ':' with '=' from x | parse logfmt from x | select a, b, c, u, y" test/input/nest-explode.dkvp

verb-nest/epar-0001
  mlr nest --explode --pairs --across-records -f x test/input/nest-explode.dkvp
  $ flitch "$dkvp | explode x.split(';') | replace ':' with '=' from x | parse logfmt from x | select a, b, c, u, y | where a is not None or b is not None or c is not None or u is not None" test/input/nest-explode.dkvp

verb-nest/evaf-0001
  mlr nest --explode --values --across-fields -f x test/input/nest-explode.dkvp
  $ flitch "$dkvp | set v = x.split(';') | select v[0] as x_1, v[1] as x_2, v[2] as x_3, u, y" test/input/nest-explode.dkvp

verb-nest/evar-0001
  mlr nest --explode --values --across-records -f x test/input/nest-explode.dkvp
  $ flitch "$dkvp | explode x.split(';')" test/input/nest-explode.dkvp

verb-nest/evar-0002
  mlr nest --explode --values --across-records -f x --nested-fs pipe --nested-ps = test/input/nest-explode-vary-fs-ps.dkvp
  $ flitch 'replace r",y=" with " y=" | parse logfmt | drop line | explode x.split("|")' test/input/nest-explode-vary-fs-ps.dkvp

verb-nest/ivaf-0001
  mlr nest --explode --values --across-fields -f x then nest --implode --values --across-fields -f x test/input/nest-explode.dkvp
  $ flitch "$dkvp | explode x.split(';') | list(x) as x by u, y | select x.join(';') as x, u, y" test/input/nest-explode.dkvp

verb-nest/ivar-0001
  mlr nest --explode --values --across-records -f x then nest --implode --values --across-records -f x test/input/nest-explode.dkvp
  $ flitch "$dkvp | explode x.split(';') | list(x) as x by u, y | select x.join(';') as x, u, y | sort u is None" test/input/nest-explode.dkvp

verb-nest/ivar-0002
  mlr nest --explode --values --across-records -f x --nested-fs pipe --nested-ps = then nest --implode --values --across-records -f x --nested-fs pipe --nested-ps = test/input/nest-explode-vary-fs-ps.dkvp
  $ flitch 'replace r",y=" with " y=" | parse logfmt | explode x.split("|") | list(x) as x by u, y | select x.join("|") as x, u, y | sort u is None' test/input/nest-explode-vary-fs-ps.dkvp

verb-nothing/0001
  mlr cat then nothing test/input/abixy
  $ flitch "$dkvp | head 0" test/input/abixy

verb-nothing/0003
  mlr cat then nothing test/input/abixy test/input/abixy
  $ flitch "$dkvp | head 0" test/input/abixy test/input/abixy

verb-regularize/0001
  mlr regularize test/input/regularize.dkvp
  outside: verb regularize

verb-remove-empty-columns/0001
  mlr --csv remove-empty-columns test/input/remove-empty-columns.csv
  outside: verb remove-empty-columns

verb-remove-empty-columns/0003
  mlr --from test/input/remove-empty-columns.csv --icsv --opprint cat
  $ flitch -i csv -o json '' test/input/remove-empty-columns.csv

verb-remove-empty-columns/0005
  mlr --icsv --opprint fill-down -f z test/input/remove-empty-columns.csv
  $ flitch -i csv -o json 'running last(z) as z' test/input/remove-empty-columns.csv

verb-rename/0001
  mlr --ofmt %.8lf --opprint rename a,AAA test/input/s.dkvp
  $ flitch "$dkvp | rename a as AAA" test/input/s.dkvp

verb-rename/0003
  mlr --ofmt %.8lf --opprint rename none,such test/input/s.dkvp
  $ flitch "$dkvp | rename none as such" test/input/s.dkvp

verb-rename/0005
  mlr --ofmt %.8lf --opprint rename i,j,a,b test/input/s.dkvp
  $ flitch "$dkvp | rename i as j, a as b" test/input/s.dkvp

verb-rename-no-regex/0001
  mlr --ofmt %.8lf rename b,BEE,x,EKS test/input/abixy
  $ flitch "$dkvp | rename b as BEE, x as EKS" test/input/abixy

verb-rename-regex/0001
  mlr --csvlite rename -r '^Date_[0-9].*$,Date' test/input/date1.csv test/input/date2.csv
  lacks: fields renamed by a regex, `rename -r`

verb-rename-regex/0003
  mlr --csvlite rename -r '/(.*)e(.*)/i,1EEE2' test/input/date1.csv test/input/date2.csv
  lacks: fields renamed by a regex, `rename -r`

verb-rename-regex/0006
  mlr --csvlite rename -r '/e/,EEE' test/input/date1.csv test/input/date2.csv
  lacks: fields renamed by a regex, `rename -r`

verb-rename-regex/0008
  mlr --csvlite rename -r '/e/i,EEE' test/input/date1.csv test/input/date2.csv
  lacks: fields renamed by a regex, `rename -r`

verb-reorder/after-0001
  mlr --from test/input/reorder.dkvp reorder -f x,y -a u
  outside: verb reorder, `select` names all fields

verb-reorder/after-0003
  mlr --from test/input/reorder.dkvp reorder -f z,w,s -a v
  outside: verb reorder, `select` names all fields

verb-reorder/after-0005
  mlr --from test/input/reorder.dkvp reorder -f u,nonesuch -a x
  outside: verb reorder, `select` names all fields

verb-reorder/at-start-0001
  mlr --icsv --opprint reorder -f x,i test/input/s.dkvp
  outside: verb reorder, `select` names all fields

verb-reorder/before-0002
  mlr --from test/input/reorder.dkvp reorder -f u,v -b x
  outside: verb reorder, `select` names all fields

verb-reorder/before-0004
  mlr --from test/input/reorder.dkvp reorder -f u,v -b nonesuch
  outside: verb reorder, `select` names all fields

verb-reshape/0001
  mlr --ofmt %.8lf --pprint reshape -i X,Y,Z -o item,price test/input/reshape-wide.tbl
  outside: format pprint as an input

verb-reshape/0003
  mlr --ofmt %.8lf --pprint reshape -r '[X-Z]' -o item,price test/input/reshape-wide.tbl
  outside: format pprint as an input

verb-reshape/0008
  mlr --ofmt %.8lf reshape -i X,Y,Z -o item,price test/input/reshape-wide-ragged.dkvp
  outside: verb reshape, from wide to long

verb-reshape/0010
  mlr --ofmt %.8lf reshape -r '[X-Z]' -o item,price test/input/reshape-wide-ragged.dkvp
  outside: verb reshape, from wide to long

verb-reshape/0013
  mlr --ofmt %.8lf --json reshape -i x,y -o item,value test/input/small-non-nested.json
  outside: verb reshape, from wide to long

verb-sec2gmt/0001
  mlr --ofmt %.8lf --from test/input/s.dkvp --opprint put '$t = $i + 0.123456789' then sec2gmt a,t
  $ flitch "$dkvp | set t = format(time(i + 0.123456789, 's'), '%FT%T.%9f')[:19] + 'Z'" test/input/s.dkvp

verb-sec2gmt/0003
  mlr --ofmt %.8lf --from test/input/s.dkvp --opprint put '$t = $i + 0.123456789' then sec2gmt -2 a,t
  $ flitch "$dkvp | set t = format(time(i + 0.123456789, 's'), '%FT%T.%9f')[:22] + 'Z'" test/input/s.dkvp

verb-sec2gmt/0005
  mlr --ofmt %.8lf --from test/input/s.dkvp --opprint put '$t = $i + 0.123456789' then sec2gmt -4 a,t
  $ flitch "$dkvp | set t = format(time(i + 0.123456789, 's'), '%FT%T.%9f')[:24] + 'Z'" test/input/s.dkvp

verb-sec2gmt/0007
  mlr --ofmt %.8lf --from test/input/s.dkvp --opprint put '$t = $i + 0.123456789' then sec2gmt -6 a,t
  $ flitch "$dkvp | set t = format(time(i + 0.123456789, 's'), '%FT%T.%9f')[:26] + 'Z'" test/input/s.dkvp

verb-sec2gmt/0009
  mlr --ofmt %.8lf --from test/input/s.dkvp --opprint put '$t = $i + 0.123456789' then sec2gmt -8 a,t
  $ flitch "$dkvp | set t = format(time(i + 0.123456789, 's'), '%FT%T.%9f')[:28] + 'Z'" test/input/s.dkvp

verb-sec2gmt/0011
  mlr --ofmt %.8lf --from test/input/s.dkvp --opprint put '$t = 1000*(1.5e9 + $i + 0.123456789); $u=$t' then sec2gmt --millis -3 a,t
  $ flitch "$dkvp | set u = 1000 * (1.5e9 + i + 0.123456789) | set t = format(time(u, 'ms'), '%FT%T.%3fZ') | select a, b, i, x, y, t, u" test/input/s.dkvp

verb-sec2gmt/0013
  mlr --ofmt %.8lf --from test/input/s.dkvp --opprint put '$t = 1e9*(1.5e9 + $i + 0.123456789); $u=$t' then sec2gmt --nanos a,t
  $ flitch "$dkvp | set u = 1e9 * (1.5e9 + i + 0.123456789) | set t = format(time(u, 'ns'), '%FT%TZ') | select a, b, i, x, y, t, u" test/input/s.dkvp

verb-skip-trivial-records/0001
  mlr --from test/input/trivial-records.csv --csv skip-trivial-records
  $ flitch -i csv -o json 'where a != "" or b != "" or c != ""' test/input/trivial-records.csv

verb-skip-trivial-records/0003
  mlr --from test/input/skip-trivial-records.dkvp skip-trivial-records
  $ flitch "where line =~ r'=[^,]' | $dkvp" test/input/skip-trivial-records.dkvp

verb-sort/0001
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp sort -f nonesuch
  $ flitch "$dkvp | sort nonesuch" test/input/s.dkvp

verb-sort/0003
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp sort -r a
  $ flitch "$dkvp | sort -str(a)" test/input/s.dkvp

verb-sort/0005
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp sort -r i
  $ flitch "$dkvp | sort -str(i)" test/input/s.dkvp

verb-sort/0007
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp sort -nr i
  $ flitch "$dkvp | sort -i" test/input/s.dkvp

verb-sort/0009
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp sort -r x
  $ flitch "$dkvp | sort -str(x)" test/input/s.dkvp

verb-sort/0011
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp sort -nr x
  $ flitch "$dkvp | sort -x" test/input/s.dkvp

verb-sort/0013
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp sort -r a,b
  $ flitch "$dkvp | sort -str(a), -str(b)" test/input/s.dkvp

verb-sort/0015
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp sort -r x,y
  $ flitch "$dkvp | sort -str(x), -str(y)" test/input/s.dkvp

verb-sort/0017
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp sort -nr x,y
  $ flitch "$dkvp | sort -x, -y" test/input/s.dkvp

verb-sort/0019
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp sort -f a -nr x
  $ flitch "$dkvp | sort str(a), -x" test/input/s.dkvp

verb-sort/0021
  mlr --ofmt %.8lf --opprint --from test/input/s.dkvp sort -f a -r b -nf x -nr y
  $ flitch "$dkvp | sort str(a), -str(b), x, -y" test/input/s.dkvp

verb-sort/0023
  mlr --from test/input/sort-het.dkvp sort -r x
  $ flitch "$dkvp | sort -str(x)" test/input/sort-het.dkvp

verb-sort/0025
  mlr --csv sort -tr name test/input/natural-sort.csv
  lacks: an order of names with numbers in them, `sort -t`

verb-sort-within-records/0001
  mlr --ofmt %.8lf --from test/input/sort-within-records.dkvp sort-within-records
  outside: verb sort-within-records

verb-sort-within-records/0003
  mlr --json --from test/input/needs-sorting.json sort-within-records -r
  outside: verb sort-within-records

verb-stats1/0002
  mlr --ofmt %.8lf --oxtab stats1 -a min,p10,p50,median,antimode,mode,p90,max -f i,x,y test/input/abixy
  lacks: the least frequent value, `antimode`

verb-stats1/0005
  mlr --ofmt %.8lf --oxtab stats1 -a mean,sum,count,min,max,antimode,mode -f i,x,y -g a test/input/abixy
  lacks: the least frequent value, `antimode`

verb-stats1/0007
  mlr --ofmt %.8lf --oxtab stats1 -a mean,meaneb,stddev -f i,x,y -g a test/input/abixy
  $ flitch "$dkvp | avg(i) as i_mean, stddev(i) as i_stddev, count(i) as ni, avg(x) as x_mean, stddev(x) as x_stddev, count(x) as nx, avg(y) as y_mean, stddev(y) as y_stddev, count(y) as ny by a | select a, i_mean, i_stddev / sqrt(ni) as i_meaneb, i_stddev, x_mean, x_stddev / sqrt(nx) as x_meaneb, x_stddev, y_mean, y_stddev / sqrt(ny) as y_meaneb, y_stddev" test/input/abixy

verb-stats1/0010
  mlr --ofmt %.8lf --oxtab stats1 -a min,p10,p50,median,antimode,mode,p90,max -f i,x,y -g a,b test/input/abixy
  lacks: the least frequent value, `antimode`

verb-stats1/0013
  mlr --ofmt %.8lf --oxtab stats1 -a min,p0,p50,p100,max -f x,y,z test/input/string-numeric-ordering.dkvp
  $ flitch "$dkvp | min(x) as x_min, p0(x) as x_p0, p50(x) as x_p50, p100(x) as x_p100, max(x) as x_max, min(y) as y_min, p0(y) as y_p0, p50(y) as y_p50, p100(y) as y_p100, max(y) as y_max, min(z) as z_min, p0(z) as z_p0, p50(z) as z_p50, p100(z) as z_p100, max(z) as z_max" test/input/string-numeric-ordering.dkvp
  differs: a percentile is of numbers, text is skipped and counted; it is the nearest rank
  | {"x_min":1,"x_p0":1,"x_p50":1.5,"x_p100":2.5,"x_max":"b","y_min":1,"y_p0":1,"y_p50":2,"y_p100":4,"y_max":4,"z_min":"a","z_p0":null,"z_p50":null,"z_p100":null,"z_max":"f"}
  | ! flitch: 2 lines: `x` was nothing that `p0` takes (first test/input/string-numeric-ordering.dkvp:3); 2 lines: `x` was nothing that `p50` takes (first test/input/string-numeric-ordering.dkvp:3); 2 lines: `x` was nothing that `p100` takes (first test/input/string-numeric-ordering.dkvp:3); 6 lines: `z` was nothing that `p0` takes (first test/input/string-numeric-ordering.dkvp:1); 6 lines: `z` was nothing that `p50` takes (first test/input/string-numeric-ordering.dkvp:1); 6 lines: `z` was nothing that `p100` takes (first test/input/string-numeric-ordering.dkvp:1)

verb-stats1/0015
  mlr --ofmt %.8lf --oxtab stats1 -a mean -f x -g a test/input/abixy-het
  $ flitch "$dkvp | where a is not None | avg(x) as x_mean by a" test/input/abixy-het

verb-stats1/0017
  mlr --oxtab stats1 -a p0,p50,p100 -f x,y -F test/input/near-ovf.dkvp
  $ flitch "$dkvp | p0(x) as x_p0, p50(x) as x_p50, p100(x) as x_p100, p0(y) as y_p0, p50(y) as y_p50, p100(y) as y_p100" test/input/near-ovf.dkvp

verb-stats1-percentile-interpolation/0001
  mlr --from ./test/input/x0to10.dat --oxtab head -n 1 then stats1 -f x -a p00,p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11,p12,p13,p14,p15,p16,p17,p18,p19,p20,p21,p22,p23,p24,p25,p26,p27,p28,p29,p30,p31,p32,p33,p34,p35,p36,p37,p38,p39,p40,p41,p42,p43,p44,p45,p46,p47,p48,p49,p50,p51,p52,p53,p54,p55,p56,p57,p58,p59,p60,p61,p62,p63,p64,p65,p66,p67,p68,p69,p70,p71,p72,p73,p74,p75,p76,p77,p78,p79,p80,p81,p82,p83,p84,p85,p86,p87,p88,p89,p90,p91,p92,p93,p94,p95,p96,p97,p98,p99,p100
  $ flitch "$dkvp | head 1 | $percentiles" test/input/x0to10.dat

verb-stats1-percentile-interpolation/0003
  mlr --from ./test/input/x0to10.dat --oxtab head -n 3 then stats1 -f x -a p00,p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11,p12,p13,p14,p15,p16,p17,p18,p19,p20,p21,p22,p23,p24,p25,p26,p27,p28,p29,p30,p31,p32,p33,p34,p35,p36,p37,p38,p39,p40,p41,p42,p43,p44,p45,p46,p47,p48,p49,p50,p51,p52,p53,p54,p55,p56,p57,p58,p59,p60,p61,p62,p63,p64,p65,p66,p67,p68,p69,p70,p71,p72,p73,p74,p75,p76,p77,p78,p79,p80,p81,p82,p83,p84,p85,p86,p87,p88,p89,p90,p91,p92,p93,p94,p95,p96,p97,p98,p99,p100
  $ flitch "$dkvp | head 3 | $percentiles" test/input/x0to10.dat

verb-stats1-percentile-interpolation/0005
  mlr --from ./test/input/x0to10.dat --oxtab head -n 5 then stats1 -f x -a p00,p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11,p12,p13,p14,p15,p16,p17,p18,p19,p20,p21,p22,p23,p24,p25,p26,p27,p28,p29,p30,p31,p32,p33,p34,p35,p36,p37,p38,p39,p40,p41,p42,p43,p44,p45,p46,p47,p48,p49,p50,p51,p52,p53,p54,p55,p56,p57,p58,p59,p60,p61,p62,p63,p64,p65,p66,p67,p68,p69,p70,p71,p72,p73,p74,p75,p76,p77,p78,p79,p80,p81,p82,p83,p84,p85,p86,p87,p88,p89,p90,p91,p92,p93,p94,p95,p96,p97,p98,p99,p100
  $ flitch "$dkvp | head 5 | $percentiles" test/input/x0to10.dat
  differs: the nearest rank: of five values the one at a fifth is the first, and the second in Miller
  | {"x_p00":0,"x_p01":0,"x_p02":0,"x_p03":0,"x_p04":0,"x_p05":0,"x_p06":0,"x_p07":0,"x_p08":0,"x_p09":0,"x_p10":0,"x_p11":0,"x_p12":0,"x_p13":0,"x_p14":0,"x_p15":0,"x_p16":0,"x_p17":0,"x_p18":0,"x_p19":0,"x_p20":0,"x_p21":1,"x_p22":1,"x_p23":1,"x_p24":1,"x_p25":1,"x_p26":1,"x_p27":1,"x_p28":1,"x_p29":1,"x_p30":1,"x_p31":1,"x_p32":1,"x_p33":1,"x_p34":1,"x_p35":1,"x_p36":1,"x_p37":1,"x_p38":1,"x_p39":1,"x_p40":1,"x_p41":2,"x_p42":2,"x_p43":2,"x_p44":2,"x_p45":2,"x_p46":2,"x_p47":2,"x_p48":2,"x_p49":2,"x_p50":2,"x_p51":2,"x_p52":2,"x_p53":2,"x_p54":2,"x_p55":2,"x_p56":2,"x_p57":2,"x_p58":2,"x_p59":2,"x_p60":2,"x_p61":3,"x_p62":3,"x_p63":3,"x_p64":3,"x_p65":3,"x_p66":3,"x_p67":3,"x_p68":3,"x_p69":3,"x_p70":3,"x_p71":3,"x_p72":3,"x_p73":3,"x_p74":3,"x_p75":3,"x_p76":3,"x_p77":3,"x_p78":3,"x_p79":3,"x_p80":3,"x_p81":4,"x_p82":4,"x_p83":4,"x_p84":4,"x_p85":4,"x_p86":4,"x_p87":4,"x_p88":4,"x_p89":4,"x_p90":4,"x_p91":4,"x_p92":4,"x_p93":4,"x_p94":4,"x_p95":4,"x_p96":4,"x_p97":4,"x_p98":4,"x_p99":4,"x_p100":4}

verb-stats1-percentile-interpolation/0007
  mlr --from ./test/input/x0to10.dat --oxtab head -n 7 then stats1 -f x -a p00,p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11,p12,p13,p14,p15,p16,p17,p18,p19,p20,p21,p22,p23,p24,p25,p26,p27,p28,p29,p30,p31,p32,p33,p34,p35,p36,p37,p38,p39,p40,p41,p42,p43,p44,p45,p46,p47,p48,p49,p50,p51,p52,p53,p54,p55,p56,p57,p58,p59,p60,p61,p62,p63,p64,p65,p66,p67,p68,p69,p70,p71,p72,p73,p74,p75,p76,p77,p78,p79,p80,p81,p82,p83,p84,p85,p86,p87,p88,p89,p90,p91,p92,p93,p94,p95,p96,p97,p98,p99,p100
  $ flitch "$dkvp | head 7 | $percentiles" test/input/x0to10.dat

verb-stats1-percentile-interpolation/0009
  mlr --from ./test/input/x0to10.dat --oxtab head -n 9 then stats1 -f x -a p00,p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11,p12,p13,p14,p15,p16,p17,p18,p19,p20,p21,p22,p23,p24,p25,p26,p27,p28,p29,p30,p31,p32,p33,p34,p35,p36,p37,p38,p39,p40,p41,p42,p43,p44,p45,p46,p47,p48,p49,p50,p51,p52,p53,p54,p55,p56,p57,p58,p59,p60,p61,p62,p63,p64,p65,p66,p67,p68,p69,p70,p71,p72,p73,p74,p75,p76,p77,p78,p79,p80,p81,p82,p83,p84,p85,p86,p87,p88,p89,p90,p91,p92,p93,p94,p95,p96,p97,p98,p99,p100
  $ flitch "$dkvp | head 9 | $percentiles" test/input/x0to10.dat

verb-stats1-percentile-interpolation/0011
  mlr --from ./test/input/x0to10.dat --oxtab head -n 11 then stats1 -f x -a p00,p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11,p12,p13,p14,p15,p16,p17,p18,p19,p20,p21,p22,p23,p24,p25,p26,p27,p28,p29,p30,p31,p32,p33,p34,p35,p36,p37,p38,p39,p40,p41,p42,p43,p44,p45,p46,p47,p48,p49,p50,p51,p52,p53,p54,p55,p56,p57,p58,p59,p60,p61,p62,p63,p64,p65,p66,p67,p68,p69,p70,p71,p72,p73,p74,p75,p76,p77,p78,p79,p80,p81,p82,p83,p84,p85,p86,p87,p88,p89,p90,p91,p92,p93,p94,p95,p96,p97,p98,p99,p100
  $ flitch "$dkvp | head 11 | $percentiles" test/input/x0to10.dat

verb-stats1-percentile-interpolation/0013
  mlr --ofmt %.8lf --from ./test/input/x0to10.dat --oxtab head -n 2 then stats1 -i -f x -a p00,p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11,p12,p13,p14,p15,p16,p17,p18,p19,p20,p21,p22,p23,p24,p25,p26,p27,p28,p29,p30,p31,p32,p33,p34,p35,p36,p37,p38,p39,p40,p41,p42,p43,p44,p45,p46,p47,p48,p49,p50,p51,p52,p53,p54,p55,p56,p57,p58,p59,p60,p61,p62,p63,p64,p65,p66,p67,p68,p69,p70,p71,p72,p73,p74,p75,p76,p77,p78,p79,p80,p81,p82,p83,p84,p85,p86,p87,p88,p89,p90,p91,p92,p93,p94,p95,p96,p97,p98,p99,p100
  $ flitch "$dkvp | head 2 | sort x | list(x) as v | set n = len(v) - 1 | select $interpolated" test/input/x0to10.dat

verb-stats1-percentile-interpolation/0015
  mlr --ofmt %.8lf --from ./test/input/x0to10.dat --oxtab head -n 4 then stats1 -i -f x -a p00,p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11,p12,p13,p14,p15,p16,p17,p18,p19,p20,p21,p22,p23,p24,p25,p26,p27,p28,p29,p30,p31,p32,p33,p34,p35,p36,p37,p38,p39,p40,p41,p42,p43,p44,p45,p46,p47,p48,p49,p50,p51,p52,p53,p54,p55,p56,p57,p58,p59,p60,p61,p62,p63,p64,p65,p66,p67,p68,p69,p70,p71,p72,p73,p74,p75,p76,p77,p78,p79,p80,p81,p82,p83,p84,p85,p86,p87,p88,p89,p90,p91,p92,p93,p94,p95,p96,p97,p98,p99,p100
  $ flitch "$dkvp | head 4 | sort x | list(x) as v | set n = len(v) - 1 | select $interpolated" test/input/x0to10.dat

verb-stats1-percentile-interpolation/0017
  mlr --ofmt %.8lf --from ./test/input/x0to10.dat --oxtab head -n 6 then stats1 -i -f x -a p00,p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11,p12,p13,p14,p15,p16,p17,p18,p19,p20,p21,p22,p23,p24,p25,p26,p27,p28,p29,p30,p31,p32,p33,p34,p35,p36,p37,p38,p39,p40,p41,p42,p43,p44,p45,p46,p47,p48,p49,p50,p51,p52,p53,p54,p55,p56,p57,p58,p59,p60,p61,p62,p63,p64,p65,p66,p67,p68,p69,p70,p71,p72,p73,p74,p75,p76,p77,p78,p79,p80,p81,p82,p83,p84,p85,p86,p87,p88,p89,p90,p91,p92,p93,p94,p95,p96,p97,p98,p99,p100
  $ flitch "$dkvp | head 6 | sort x | list(x) as v | set n = len(v) - 1 | select $interpolated" test/input/x0to10.dat

verb-stats1-percentile-interpolation/0019
  mlr --ofmt %.8lf --from ./test/input/x0to10.dat --oxtab head -n 8 then stats1 -i -f x -a p00,p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11,p12,p13,p14,p15,p16,p17,p18,p19,p20,p21,p22,p23,p24,p25,p26,p27,p28,p29,p30,p31,p32,p33,p34,p35,p36,p37,p38,p39,p40,p41,p42,p43,p44,p45,p46,p47,p48,p49,p50,p51,p52,p53,p54,p55,p56,p57,p58,p59,p60,p61,p62,p63,p64,p65,p66,p67,p68,p69,p70,p71,p72,p73,p74,p75,p76,p77,p78,p79,p80,p81,p82,p83,p84,p85,p86,p87,p88,p89,p90,p91,p92,p93,p94,p95,p96,p97,p98,p99,p100
  $ flitch "$dkvp | head 8 | sort x | list(x) as v | set n = len(v) - 1 | select $interpolated" test/input/x0to10.dat

verb-stats1-percentile-interpolation/0021
  mlr --ofmt %.8lf --from ./test/input/x0to10.dat --oxtab head -n 10 then stats1 -i -f x -a p00,p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11,p12,p13,p14,p15,p16,p17,p18,p19,p20,p21,p22,p23,p24,p25,p26,p27,p28,p29,p30,p31,p32,p33,p34,p35,p36,p37,p38,p39,p40,p41,p42,p43,p44,p45,p46,p47,p48,p49,p50,p51,p52,p53,p54,p55,p56,p57,p58,p59,p60,p61,p62,p63,p64,p65,p66,p67,p68,p69,p70,p71,p72,p73,p74,p75,p76,p77,p78,p79,p80,p81,p82,p83,p84,p85,p86,p87,p88,p89,p90,p91,p92,p93,p94,p95,p96,p97,p98,p99,p100
  $ flitch "$dkvp | head 10 | sort x | list(x) as v | set n = len(v) - 1 | select $interpolated" test/input/x0to10.dat

verb-step/0003
  mlr --ofmt %.8lf --opprint step -a ewma -d 0.1,0.9 -f x,y -g a test/input/abixy
  lacks: an exponentially weighted mean, `step -a ewma`

verb-step/0006
  mlr --ofmt %.8lf --odkvp step -a rsum,shift,delta,counter -f x,y -g a test/input/abixy-het
  $ flitch "$dkvp | running sum(x) as x_rsum, prev(x) as x_shift, delta(x) as x_delta, count(x) as x_counter, sum(y) as y_rsum, prev(y) as y_shift, delta(y) as y_delta, count(y) as y_counter by a | set x_rsum = x_rsum if x is not None and a is not None else None, x_shift = x_shift ?? '' if x is not None and a is not None else None, x_delta = x_delta ?? 0 if x is not None and a is not None else None, x_counter = x_counter if x is not None and a is not None else None, y_rsum = y_rsum if y is not None and a is not None else None, y_shift = y_shift ?? '' if y is not None and a is not None else None, y_delta = y_delta ?? 0 if y is not None and a is not None else None, y_counter = y_counter if y is not None and a is not None else None" test/input/abixy-het

verb-step/0008
  mlr --ofmt %.8lf --opprint step -a ewma -d 0.1,0.9 -o smooth,rough -f x,y -g a test/input/abixy-het
  lacks: an exponentially weighted mean, `step -a ewma`

verb-step/0010
  mlr --icsvlite --opprint step -a from-first -f x -g g test/input/from-first.csv
  $ flitch -i csv 'running first(x) as first by g | set x_from_first = x - first | drop first' test/input/from-first.csv

verb-step/0012
  mlr --ofmt %.8lf --opprint --from test/input/abixy step -a shift_lead -f i
  $ flitch "$dkvp | sort -line_no | running prev(i) as i_shift_lead | sort line_no" test/input/abixy

verb-step/0014
  mlr --ofmt %.8lf --opprint --from test/input/abixy step -a shift_lag -f i -g a then sort -f a
  $ flitch "$dkvp | running prev(i) as i_shift_lag by a | sort str(a)" test/input/abixy

verb-step/0016
  mlr --ofmt %.8lf --opprint --from test/input/abixy step -a shift_lag,shift_lead -f i -g a then sort -f a
  $ flitch "$dkvp | running prev(i) as i_shift_lag by a | sort -line_no | running prev(i) as i_shift_lead by a | sort str(a), line_no" test/input/abixy

verb-step/0018
  mlr --ofmt %.8lf --opprint --from test/input/abixy step -a slwin_0_1 -f i
  $ flitch "$dkvp | running prev(i) as p1 | running prev(p1) as p2 | sort -line_no | running prev(i) as n1 | running prev(n1) as n2 | sort line_no | set i_0_1 = ((i ?? 0) + (n1 ?? 0)) / ((1 if i is not None else 0) + (1 if n1 is not None else 0)) | drop p1, p2, n1, n2" test/input/abixy

verb-step/0020
  mlr --ofmt %.8lf --opprint --from test/input/abixy step -a slwin_2_1 -f i -g a then sort -f a
  $ flitch "$dkvp | running prev(i) as p1 by a | running prev(p1) as p2 by a | sort -line_no | running prev(i) as n1 by a | running prev(n1) as n2 by a | sort str(a), line_no | set i_2_1 = ((p2 ?? 0) + (p1 ?? 0) + (i ?? 0) + (n1 ?? 0)) / ((1 if p2 is not None else 0) + (1 if p1 is not None else 0) + (1 if i is not None else 0) + (1 if n1 is not None else 0)) | drop p1, p2, n1, n2" test/input/abixy

verb-step/0022
  mlr --ofmt %.8lf --opprint --from test/input/abixy step -a slwin_2_0,slwin_1_1,slwin_0_2 -f i -g a then sort -f a
  $ flitch "$dkvp | running prev(i) as p1 by a | running prev(p1) as p2 by a | sort -line_no | running prev(i) as n1 by a | running prev(n1) as n2 by a | sort str(a), line_no | set i_2_0 = ((p2 ?? 0) + (p1 ?? 0) + (i ?? 0)) / ((1 if p2 is not None else 0) + (1 if p1 is not None else 0) + (1 if i is not None else 0)), i_1_1 = ((p1 ?? 0) + (i ?? 0) + (n1 ?? 0)) / ((1 if p1 is not None else 0) + (1 if i is not None else 0) + (1 if n1 is not None else 0)), i_0_2 = ((i ?? 0) + (n1 ?? 0) + (n2 ?? 0)) / ((1 if i is not None else 0) + (1 if n1 is not None else 0) + (1 if n2 is not None else 0)) | drop p1, p2, n1, n2" test/input/abixy
  differs: Miller 6.6 loses the record of a group that has just one
  | {"a":"eks","b":"pan","i":2,"x":0.7586799647899636,"y":0.5221511083334797,"i_2_0":2.0,"i_1_1":3.0,"i_0_2":4.333333333333333}
  | {"a":"eks","b":"wye","i":4,"x":0.38139939387114097,"y":0.13418874328430463,"i_2_0":3.0,"i_1_1":4.333333333333333,"i_0_2":5.5}
  | {"a":"eks","b":"zee","i":7,"x":0.6117840605678454,"y":0.1878849191181694,"i_2_0":4.333333333333333,"i_1_1":5.5,"i_0_2":7.0}
  | {"a":"hat","b":"wye","i":9,"x":0.03144187646093577,"y":0.7495507603507059,"i_2_0":9.0,"i_1_1":9.0,"i_0_2":9.0}
  | {"a":"pan","b":"pan","i":1,"x":0.3467901443380824,"y":0.7268028627434533,"i_2_0":1.0,"i_1_1":5.5,"i_0_2":5.5}
  | {"a":"pan","b":"wye","i":10,"x":0.5026260055412137,"y":0.9526183602969864,"i_2_0":5.5,"i_1_1":5.5,"i_0_2":10.0}
  | {"a":"wye","b":"wye","i":3,"x":0.20460330576630303,"y":0.33831852551664776,"i_2_0":3.0,"i_1_1":4.0,"i_0_2":4.0}
  | {"a":"wye","b":"pan","i":5,"x":0.5732889198020006,"y":0.8636244699032729,"i_2_0":4.0,"i_1_1":4.0,"i_0_2":5.0}
  | {"a":"zee","b":"pan","i":6,"x":0.5271261600918548,"y":0.49322128674835697,"i_2_0":6.0,"i_1_1":7.0,"i_0_2":7.0}
  | {"a":"zee","b":"wye","i":8,"x":0.5985540091064224,"y":0.976181385699006,"i_2_0":7.0,"i_1_1":7.0,"i_0_2":8.0}

verb-tac/0001
  mlr --ofmt %.8lf tac test/input/abixy
  $ flitch "$dkvp | sort -line_no" test/input/abixy

verb-tail/0001
  mlr --ofmt %.8lf tail -n 2 test/input/abixy-het
  $ flitch "$dkvp | tail 2" test/input/abixy-het

verb-tail/0003
  mlr --ofmt %.8lf tail -n 2 -g a,b test/input/abixy-het
  $ flitch "$dkvp | where a is not None and b is not None | tail 2 by a, b" test/input/abixy-het

verb-tail/0007
  mlr --ofmt %.8lf tail -n -2 test/input/abixy-het
  $ flitch "$dkvp | tail 2" test/input/abixy-het

verb-template/0001
  mlr --ofmt %.8lf --opprint template -f x,a,b test/input/abixy
  $ flitch "$dkvp | select x, a, b" test/input/abixy

verb-template/0003
  mlr --ofmt %.8lf --opprint template --fill-with N/A -f x,z,a,b test/input/abixy-het
  $ flitch "$dkvp | select x ?? 'N/A' as x, z ?? 'N/A' as z, a ?? 'N/A' as a, b ?? 'N/A' as b" test/input/abixy-het

verb-template/0005
  mlr --ofmt %.8lf --opprint template -t test/input/template-1.csv test/input/abixy
  lacks: names of fields from a file, `template -t`

verb-top/0001
  mlr --ofmt %.8lf top -f x,y -n 2 test/input/abixy-het
  $ flitch "$dkvp | where x is not None and y is not None | sort -x | running count as rx | sort -y | running count as ry | sort line_no | max(x) where rx == 1 as x1, max(x) where rx == 2 as x2, max(y) where ry == 1 as y1, max(y) where ry == 2 as y2 | set k = '1,2'.split(',') | explode k | select int(k) as top_idx, (x1 if k == '1' else x2) as x_top, (y1 if k == '1' else y2) as y_top" test/input/abixy-het

verb-top/0003
  mlr --ofmt %.8lf top -f x,y -n 2 -g a,b test/input/abixy-het
  $ flitch "$dkvp | where a is not None and b is not None and x is not None and y is not None | sort -x | running count as rx by a, b | sort -y | running count as ry by a, b | sort line_no | max(x) where rx == 1 as x1, max(x) where rx == 2 as x2, max(y) where ry == 1 as y1, max(y) where ry == 2 as y2 by a, b | set k = '1,2'.split(',') | explode k | select a, b, int(k) as top_idx, (x1 if k == '1' else x2) as x_top, (y1 if k == '1' else y2) as y_top" test/input/abixy-het

verb-top/0005
  mlr top -f x,y -n 2 -F test/input/ints.dkvp
  $ flitch "$dkvp | where x is not None and y is not None | sort -x | running count as rx | sort -y | running count as ry | sort line_no | max(x) where rx == 1 as x1, max(x) where rx == 2 as x2, max(y) where ry == 1 as y1, max(y) where ry == 2 as y2 | set k = '1,2'.split(',') | explode k | select int(k) as top_idx, (x1 if k == '1' else x2) as x_top, (y1 if k == '1' else y2) as y_top" test/input/ints.dkvp

verb-top/0007
  mlr --ofmt %.8lf top -n 1 -f x,y test/input/abixy-wide
  $ flitch "$dkvp | max(x) as x_top, max(y) as y_top | select 1 as top_idx, x_top, y_top" test/input/abixy-wide

verb-top/0009
  mlr --ofmt %.8lf top -n 1 -f x,y -g a test/input/abixy-wide
  $ flitch "$dkvp | max(x) as x_top, max(y) as y_top by a | select a, 1 as top_idx, x_top, y_top" test/input/abixy-wide

verb-top/0011
  mlr --ofmt %.8lf top -a -n 4 -f x -g a test/input/abixy-wide
  $ flitch "$dkvp | set n = line_no | annotate min(n) as first by a | sort first, -x | head 4 by a | drop n, first" test/input/abixy-wide

verb-top/0013
  mlr top -n 3 -f x,y --min test/input/near-ovf.dkvp
  $ flitch "$dkvp | where x is not None and y is not None | sort x | running count as rx | sort y | running count as ry | sort line_no | max(x) where rx == 1 as x1, max(x) where rx == 2 as x2, max(x) where rx == 3 as x3, max(y) where ry == 1 as y1, max(y) where ry == 2 as y2, max(y) where ry == 3 as y3 | set k = '1,2,3'.split(',') | explode k | select int(k) as top_idx, (x1 if k == '1' else x2 if k == '2' else x3) as x_top, (y1 if k == '1' else y2 if k == '2' else y3) as y_top" test/input/near-ovf.dkvp

verb-top/0015
  mlr top -F -n 3 -f x,y --min test/input/near-ovf.dkvp
  $ flitch "$dkvp | where x is not None and y is not None | sort x | running count as rx | sort y | running count as ry | sort line_no | max(x) where rx == 1 as x1, max(x) where rx == 2 as x2, max(x) where rx == 3 as x3, max(y) where ry == 1 as y1, max(y) where ry == 2 as y2, max(y) where ry == 3 as y3 | set k = '1,2,3'.split(',') | explode k | select int(k) as top_idx, (x1 if k == '1' else x2 if k == '2' else x3) as x_top, (y1 if k == '1' else y2 if k == '2' else y3) as y_top" test/input/near-ovf.dkvp

verb-uniq/0001
  mlr uniq -g a test/input/abixy-het
  $ flitch "$dkvp | where a is not None | dedup a | select a" test/input/abixy-het

verb-uniq/0003
  mlr uniq -f a test/input/abixy-het
  $ flitch "$dkvp | where a is not None | dedup a | select a" test/input/abixy-het

verb-uniq/0005
  mlr uniq -c -g a test/input/abixy-het
  $ flitch "$dkvp | where a is not None | count by a" test/input/abixy-het

verb-uniq/0007
  mlr uniq -g a -o foo test/input/abixy-het
  $ flitch "$dkvp | where a is not None | dedup a | select a" test/input/abixy-het

verb-uniq/0009
  mlr uniq -f a -o foo test/input/abixy-het
  $ flitch "$dkvp | where a is not None | dedup a | select a" test/input/abixy-het

verb-uniq/0011
  mlr uniq -c -g a -o foo test/input/abixy-het
  $ flitch "$dkvp | where a is not None | count as foo by a" test/input/abixy-het

verb-uniq/0013
  mlr uniq -a test/input/repeats.dkvp
  $ flitch "$dkvp | dedup" test/input/repeats.dkvp

verb-uniq/0015
  mlr uniq -a -c -o foo test/input/repeats.dkvp
  $ flitch "$dkvp | count as foo by color, shape, flag | select foo, color, shape, flag" test/input/repeats.dkvp

verb-uniq/0017
  mlr uniq -a -n -o bar test/input/repeats.dkvp
  $ flitch 'count_distinct(line) as bar' test/input/repeats.dkvp

verb-unsparsify/0001
  mlr --ofmt %.8lf --opprint unsparsify test/input/abixy
  $ flitch -o csv "$dkvp" test/input/abixy

verb-unsparsify/0003
  mlr --ofmt %.8lf --opprint unsparsify -f nonesuch test/input/abixy-het
  $ flitch "$dkvp | set nonesuch = nonesuch ?? ''" test/input/abixy-het

verb-unsparsify/0005
  mlr --ofmt %.8lf --opprint unsparsify -f aaa,bbb,xxx,iii,yyy test/input/abixy-het
  $ flitch "$dkvp | set aaa = aaa ?? '', bbb = bbb ?? '', xxx = xxx ?? '', iii = iii ?? '', yyy = yyy ?? ''" test/input/abixy-het

verb-unsparsify/0007
  mlr --ofmt %.8lf --opprint unsparsify -f a,b,i,x,y,aaa,bbb,xxx,iii,yyy then regularize test/input/abixy-het
  $ flitch "$dkvp | select a ?? '' as a, b ?? '' as b, i ?? '' as i, x ?? '' as x, y ?? '' as y, aaa ?? '' as aaa, bbb ?? '' as bbb, xxx ?? '' as xxx, iii ?? '' as iii, yyy ?? '' as yyy" test/input/abixy-het

verb-unsparsify/0009
  mlr --opprint --from test/input/needs-unsparsify.dkvp unsparsify --fill-with X
  $ flitch "$dkvp | set a = a ?? 'X', b = b ?? 'X', c = c ?? 'X'" test/input/needs-unsparsify.dkvp

verb-unsparsify/0011
  mlr --ofmt %.8lf --opprint --from test/input/abixy-het unsparsify -f a,b,i,x,y
  $ flitch "$dkvp | set a = a ?? '', b = b ?? '', i = i ?? '', x = x ?? '', y = y ?? ''" test/input/abixy-het

verb-unsparsify/0013
  mlr --ofmt %.8lf --opprint --from test/input/abixy-het unsparsify -f aaa,bbb,iii,xxx,yyy
  $ flitch "$dkvp | set aaa = aaa ?? '', bbb = bbb ?? '', iii = iii ?? '', xxx = xxx ?? '', yyy = yyy ?? ''" test/input/abixy-het

verb-unsparsify/0015
  mlr --ofmt %.8lf --opprint --from test/input/abixy-het unsparsify -f a,b,i,x,y,aaa,bbb,iii,xxx,yyy
  $ flitch "$dkvp | set a = a ?? '', b = b ?? '', i = i ?? '', x = x ?? '', y = y ?? '', aaa = aaa ?? '', bbb = bbb ?? '', iii = iii ?? '', xxx = xxx ?? '', yyy = yyy ?? ''" test/input/abixy-het

verb-unsparsify/0017
  mlr --opprint --from test/input/needs-unsparsify.dkvp unsparsify --fill-with -12345
  $ flitch "$dkvp | set a = a ?? -12345, b = b ?? -12345, c = c ?? -12345" test/input/needs-unsparsify.dkvp
