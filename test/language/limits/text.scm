; The limits of texts, at N and N + 1.
(define-syntax t
  (syntax-rules ()
    ((_ e) (begin (write (guard (x ((error-object? x) (condition/report-string x))) e)) (newline)))))
(t (string-length (make-string 67108864))) ; expect: 67108864
(t (string-length (make-string 67108865))) ; expect: "the text would have more than 67108864 characters"
(define half (make-string 33554432))
(t (string-length (string-append half half))) ; expect: 67108864
(t (string-length (string-append half half "x"))) ; expect: "the text would have more than 67108864 characters"
(t (string-length (string-replace (make-string 8192 #\a) "a" (make-string 8192 #\b)))) ; expect: 67108864
(t (string-length (string-replace (make-string 8193 #\a) "a" (make-string 8192 #\b)))) ; expect: "the text would have more than 67108864 characters"
(define px-limit (lambda (n) (regexp? (pregexp (string-append "(?:ab){" (number->string n) "}")))))
(t (px-limit 24998)) ; expect: #t
(t (px-limit 24999)) ; expect: "the pattern is too large once its repetitions are written out, at character 1 of the pattern:  «here» (?:ab){24999}"
(t (regexp? (regexp (string-append (make-string 500 #\() (make-string 500 #\)))))) ; expect: #t
(t (regexp? (regexp (string-append (make-string 501 #\() (make-string 501 #\)))))) ; expect: "more than 500 groups within groups, at character 501 of the pattern: …(((((((((((((((((((( «here» ()))))))))))))))))))…"
(t (string-length (real->decimal-string 1 100000))) ; expect: 100002
(t (string-length (real->decimal-string 1 100001))) ; expect: "real->decimal-string: expected a number of digits up to 100000 as argument 2, got 100001"
(t (regexp? (regexp (make-string 100000 #\.)))) ; expect: "the pattern is too large once its repetitions are written out, at character 1 of the pattern:  «here» ....................…"
(t (regexp? (regexp (string-append "[" (make-string 99998 #\a) "]")))) ; expect: #t
(t (regexp? (regexp (string-append "[" (make-string 99999 #\a) "]")))) ; expect: "a pattern of more than 100000 characters, at character 100001 of the pattern: …aaaaaaaaaaaaaaaaaaaa «here» ]"
