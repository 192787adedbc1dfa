# Quotes in a user agent, and a line whose rest is missing.
$ (cat s3.log; echo '79a5 reports [02/Mar/2026:09:02:14 +0000] ') | flitch -i s3 'select user_agent, error_code, status'
{"user_agent":"aws-cli/2.15.0","error_code":null,"status":200}
{"user_agent":"Mozilla/5.0 \"quoted\"","error_code":"NoSuchKey","status":404}
{"user_agent":"aws-cli/2.15.0","error_code":null,"status":200}
{"user_agent":null,"error_code":null,"status":null}
! flitch: 1 line: not s3 (first standard input:4)
! flitch: standard input:4:43: s3 expects an address, or `-` where the line ends

# The key is encoded twice.
$ flitch -i s3 'select url_decode(url_decode(key)) as key | head 1' s3.log
{"key":"2026/march sales.csv"}

# It is known by itself.
$ flitch 'sum(bytes) by requester is None as anonymous' s3.log
{"anonymous":false,"sum_bytes":83968}
{"anonymous":true,"sum_bytes":297}
