(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define p (make-point 1 2))
(set-point-x! p 10)
(writeln (list (point? p) (point? 5) (point-x p) (point-y p))) ; expect: (#t #f 10 2)
(define-record-type <no-maker> #f no-maker?)
(writeln (no-maker? 1)) ; expect: #f
(define-record-type thing make-thing thing? (a thing-a) (b thing-b))
(writeln (thing-b (make-thing 1 2))) ; expect: 2
(struct posn (x [y #:mutable]) #:transparent)
(define q (posn 1 2))
(set-posn-y! q 5)
(writeln q) ; expect: #(struct:posn 1 5)
(writeln (list (posn? q) (equal? q (posn 1 5)) (posn-x (struct-copy posn q [x 9])) (map posn-x (map (lambda (x) (posn x 0)) '(1 2))))) ; expect: (#t #t 9 (1 2))
(struct child posn (z))
(define c (child 1 2 3))
(writeln (list (posn? c) (child? q) (posn-x c) (child-z c))) ; expect: (#t #f 1 3)
(define (local) (struct inner (v)) (inner-v (inner 'in)))
(writeln (local)) ; expect: in
(define-struct old (a))
(writeln (old-a (make-old 1))) ; expect: 1
(define-syntax-rule (record name field) (struct name (field)))
(record made v)
(writeln (made? (made 1))) ; expect: #t
(writeln (point-x q)) ; expect error: point-x: expected a point as argument 1
