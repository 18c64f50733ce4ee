; String procedures of the library in Scheme, and loops that must not stop the host.
(define (show x) (write x) (newline))
(show (string-fold (lambda (c n) (+ n 1)) 0 "abc")) ; expect: 3
(show (string-fold-right cons '() "abcd" 1 3)) ; expect: (#\b #\c)
(show (string-filter char-numeric? "a1b2")) ; expect: "12"
(show (string-filter "a1b2" char-numeric?)) ; expect: "12"
(show (string-delete #\a "banana")) ; expect: "bnn"
(show (string-tokenize "  one two  three ")) ; expect: ("one" "two" "three")
(show (string-tokenize "12ab34" char-numeric?)) ; expect: ("12" "34")
(show (list (string-trim-left "--a-" #\-) (string-trim-right "--a-" #\-) (string-trim-both "  "))) ; expect: ("a-" "--a" "")
(show (build-string 3 (lambda (i) (string-ref "xyz" i)))) ; expect: "xyz"
(show (string-tabulate (lambda (i) #\a) 2)) ; expect: "aa"
(show (regexp-replaces "abc" '(("a" "b") ("b" "c")))) ; expect: "ccc"
(show (list pi (eof-object? eof))) ; expect: (3.141592653589793 #t)
(show (for/list ([c (in-string "abc")]) (char-upcase c))) ; expect: (#\A #\B #\C)
(define (repeat s n) (if (= n 0) "" (string-append s (repeat s (- n 1)))))
(show (string-length (repeat "ab" 10000))) ; expect: 20000
(define text (make-string 100000 #\a))
(show (regexp-match? #px"(a|aa)+b" text)) ; expect: #f
(show (length (regexp-match* "a" (substring text 0 1000)))) ; expect: 1000
(define s (make-string 5 #\-))
(string-set! s 2 #\λ)
(show s) ; expect: "--λ--"
