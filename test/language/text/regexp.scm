; Regular expressions in programs: literals, replacement by procedures that can be left and entered again.
(define (show x) (write x) (newline))
(show (regexp-match #rx"x(y)?" "axb")) ; expect: ("x" #f)
(show (regexp-match #px"(\\d{4})-(\\d{2})" "on 2024-05-17")) ; expect: ("2024-05" "2024" "05")
(show #px"a\\d+") ; expect: #px"a\\d+"
(show (equal? #rx"a" (regexp "a"))) ; expect: #t
(show (regexp? '#rx"a")) ; expect: #t
(show (map (lambda (r) (regexp-match? r "ab")) '(#rx"b" #px"\\d"))) ; expect: (#t #f)
(show (regexp-replace* #rx"[0-9]+" "a1b22" (lambda (m) (number->string (* 2 (string->number m)))))) ; expect: "a2b44"
(show (regexp-replace* #px"(\\w)(\\w)" "abcd" (lambda (all a b) (string-append b a)))) ; expect: "badc"
; out of a replacement
(show (call/cc (lambda (k) (regexp-replace* #rx"b" "abc" (lambda (m) (k 'left)))))) ; expect: left
; and back into it: each time the rest is replaced again, and nothing of the earlier result is changed
(define saved #f)
(define results '())
(define tries 0)
(define result
  (regexp-replace* #rx"[abc]" "abc"
    (lambda (m) (if (equal? m "b") (call/cc (lambda (k) (set! saved k) "1")) (string-upcase m)))))
(set! results (cons result results))
(set! tries (+ tries 1))
(when (< tries 3) (saved (number->string (+ tries 1))))
(show (reverse results)) ; expect: ("A1C" "A2C" "A3C")
; the same for string-map, string-for-each, string-index
(define k2 #f)
(define n 0)
(define mapped (string-map (lambda (c) (if (char=? c #\b) (call/cc (lambda (k) (set! k2 k) #\1)) c)) "abc"))
(define kept (list mapped))
(set! n (+ n 1))
(show mapped)
; expect: "a1c"
; expect: "a2c"
(when (< n 2) (k2 #\2))
(show (call/cc (lambda (k) (string-for-each (lambda (c) (when (char=? c #\b) (k 'found))) "abc") 'none))) ; expect: found
(show (call/cc (lambda (k) (string-index "abc" (lambda (c) (k c)))))) ; expect: #\a
; waiting inside
(show (regexp-replace* #rx"[ab]" "abc" (lambda (m) (await (spawn (lambda () (sleep 0.001) (string-append m m))))))) ; expect: "aabbc"
(show (string-map (lambda (c) (sleep 0.001) (char-upcase c)) "abc")) ; expect: "ABC"
(show (with-output-to-string (lambda () (display "a") (sleep 0.001) (display "b")))) ; expect: "ab"
(show (regexp-match* #rx"(.)=(.)" "a=1 b=2" #:match-select (lambda (m) (sleep 0.001) (cadr m)))) ; expect: ("a" "b")
; output that goes to a string inside a fiber stays there
(show (let ([h (spawn (lambda () (with-output-to-string (lambda () (display 1) (sleep 0.002) (display 2)))))])
  (display "main ")
  (await h))) ; expect: main "12"
(show (regexp-split #rx", *" "a,b,  c")) ; expect: ("a" "b" "c")
(show (regexp-match-positions* #rx"a" "banana")) ; expect: ((1 . 2) (3 . 4) (5 . 6))
