# Records that end with a carriage return alone; they come out with newlines.
$ printf 'id,name\r1,"a\rb"\r2,c' | flitch -i csv 'select id, name'
{"id":1,"name":"a\rb"}
{"id":2,"name":"c"}

$ printf 'id,name\r1,a\r2,b\r' | flitch -i csv 'where id > 1' | od -c
0000000   i   d   ,   n   a   m   e  \n   2   ,   b  \n
0000014

$ printf 'id\tname\r1\ta\r2\tb\r' | flitch -i tsv -j2 --block-size 1 'sum(id), last(name)'
{"sum_id":3,"last_name":"b"}

# With newlines a carriage return inside a line is part of a cell.
$ printf 'id,name\r\n1,a\rb\r\n' | flitch -i csv 'select name'
{"name":"a\rb"}

# Rows that are too short or too long are rows all the same.
$ printf 'a,b,c\n1\n1,2,3,4,5\n,,\n' | flitch -i csv -o json ''
{"a":1,"b":null,"c":null}
{"a":1,"b":2,"c":3,"_4":4,"_5":5}
{"a":"","b":"","c":""}

# A side file may be such a file too.
$ printf 'id,name\r1,one\r2,two\r' > side.csv; printf '{"id":2}\n' | flitch 'lookup "side.csv" on id | select id, name'
{"id":2,"name":"two"}
