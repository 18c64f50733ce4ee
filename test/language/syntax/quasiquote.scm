(define (same a b) (display (if (equal? a b) "same" (list a b))) (newline))
(same `(1 ,(+ 1 1) ,@(map abs '(-3 4)) 5) '(1 2 3 4 5)) ; expect: same
(same `((foo ,(- 10 3)) ,@(cdr '(c)) . ,(car '(cons))) '((foo 7) . cons)) ; expect: same
(same `#(10 5 ,(exact (sqrt 4)) ,@(map + '(1 2)) 8) #(10 5 2 1 2 8)) ; expect: same
(same `(a `(b ,(c ,(+ 1 2)))) '(a (quasiquote (b (unquote (c 3)))))) ; expect: same
(same `(a `(b ,(foo ,(+ 1 3) d) e) f) '(a `(b ,(foo 4 d) e) f)) ; expect: same
(same (let ((name1 'x) (name2 'y)) `(a `(b ,,name1 ,',name2 d) e)) '(a `(b ,x ,'y d) e)) ; expect: same
(same `(1 `,,@(list 1 2)) '(1 (quasiquote (unquote 1 2)))) ; expect: same
(same `(1 . ,(list 2)) '(1 2)) ; expect: same
(same `,(+ 1 2) 3) ; expect: same
(same `(,@'() . x) 'x) ; expect: same
(same (quasiquote (list (unquote (+ 1 2)) 4)) '(list 3 4)) ; expect: same
(same `("a" #\b ,1 #(x)) '("a" #\b 1 #(x))) ; expect: same
