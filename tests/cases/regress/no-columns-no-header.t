$ flitch -o csv "head 0" app.jsonl | wc -c | tr -d " "
0

$ flitch -o tsv "head 0" app.jsonl | wc -c | tr -d " "
0

$ flitch -o csv "head 0 | select ts, ms" app.jsonl
ts,ms
