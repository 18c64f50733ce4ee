(writeln (list (case (* 2 3) ((2 3 5 7) 'prime) ((1 4 6 8 9) 'composite)) (case 'c ((a e i o u) 'vowel) ((w y) 'semi) (else => (lambda (x) x))))) ; expect: (composite c)
(writeln (list (case "abc" (("x" "abc") 'yes) (else 'no)) (case #\a ((#\a) 1) (else 2)) (case '(1 2) (((1 2)) 'list) (else 'no)) (case 1.5 ((1.5) 'flo) (else 'no)))) ; expect: (yes 1 list flo)
(writeln (case 15 ((1 2 3 4 5 6 7 8 9 10 11 12 13 14 15) => add1) (else 0))) ; expect: 16
(writeln (list (cond ((assv 'b '((a 1) (b 2))) => cadr) (else #f)) (cond (5)) (cond (#f 1) (else 2 3)))) ; expect: (2 5 3)
(writeln (list (and) (or) (and 1 2) (or #f 3) (and 1 #f 2))) ; expect: (#t #f 2 3 #f)
(writeln (if (or #f (and 1 (not #f))) 'yes 'no)) ; expect: yes
(define range* (case-lambda ((e) (range* 0 e)) ((b e) (do ((r '() (cons e r)) (e (- e 1) (- e 1))) ((< e b) r))) ((a . rest) (list a rest))))
(writeln (list (range* 3) (range* 3 5) (range* 1 2 3))) ; expect: ((0 1 2) (3 4) (1 (2 3)))
(writeln (let ((path '()) (x 1)) (unless (= x 2) (set! path (cons 'u path))) (when (= x 1) (set! path (cons 'w path))) path)) ; expect: (w u)
(assert (= 1 1))
(writeln (try (assert (= 1 2)) on-error exn-message)) ; expect: "assertion failed: (= 1 2)"
(cond (#f 1) (else 2) (#t 3)) ; expect error: cond: else must be the last clause
