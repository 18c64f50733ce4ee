(define (f x)
  (match x
    [(list 'add a b) (+ a b)]
    [(list a ...) (list 'many a)]
    [(? string? s) s]
    [(cons a b) (list 'pair a b)]
    [_ 'other]))
(writeln (list (f '(add 1 2)) (f '(1 2 3)) (f "s") (f '(1 . 2)) (f 5))) ; expect: (3 (many (1 2 3)) "s" (pair 1 2) other)
(writeln (match '(1 2 3 4) [(list a b ... c) (list a b c)])) ; expect: (1 (2 3) 4)
(writeln (match '((1 a) (2 b)) [(list (list n s) ...) (list n s)])) ; expect: ((1 2) (a b))
(writeln (match '(1 2 . 3) [(list-rest a b c) (list a b c)])) ; expect: (1 2 3)
(writeln (match '(1 2 3) [(list* a b) (list a b)])) ; expect: (1 (2 3))
(writeln (match '(add (mul 2 3) 4) [`(add (mul ,x ,y) ,z) (list x y z)])) ; expect: (2 3 4)
(writeln (match '(begin 1 2 3) [`(begin ,e ...) e])) ; expect: (1 2 3)
(writeln (match '(a . b) [`(,x . ,y) (list x y)])) ; expect: (a b)
(writeln (match (hash 'a 1 'b 2) [(hash-table ('a x) ('b y)) (+ x y)])) ; expect: 3
(writeln (match (string->json "{\"category\": \"spam\", \"confidence\": 0.5}") [(hash-table ('category c)) c])) ; expect: "spam"
(writeln (match (hash 'a 1) [(hash-table ('z x)) x] [_ 'no])) ; expect: no
(writeln (match (hash 'a 1 'b 2) [(hash-table (k v) ...) (list k v)])) ; expect: ((a b) (1 2))
(writeln (match (hash 'a 1 'b 2) [(hash 'a x) x] [(hash 'a x #:open) (list 'open x)])) ; expect: (open 1)
(struct point (x y))
(struct point3 point (z))
(writeln (list (match (point 1 2) [(point x y) (list x y)]) (match (point3 1 2 3) [(point3 x y z) (list x y z)]) (match (point3 1 2 3) [(struct point (a _)) a]))) ; expect: ((1 2) (1 2 3) 1)
(define-record-type <cell> (make-cell v) cell? (v cell-v))
(writeln (match (make-cell 5) [(<cell> v) v])) ; expect: 5
(writeln (list (match 5 [(or 1 2 5) 'yes] [_ 'no]) (match '(1 x) [(or (list 'a v) (list 1 v)) v]) (match 5 [(and n (? odd?) (not 7)) n]))) ; expect: (yes x 5)
(writeln (match 5 [n #:when (> n 10) 'big] [n (=> next) (if (= n 5) (next) n)] [_ 'fell])) ; expect: fell
(writeln (list (match "abc" ["abc" 'str]) (match 1.5 [1.5 'flo]) (match #\a [#\a 'chr]) (match '() ['() 'nil]) (match #f [#f 'false]))) ; expect: (str flo chr nil false)
(writeln (list (match #(1 2 3) [(vector a b c) (+ a b c)]) (match #(1 2 3) [(vector a b ...) b]))) ; expect: (6 (2 3))
(writeln (list (match '(1 1) [(list a a) 'same] [_ 'diff]) (match '(1 2) [(list a a) 'same] [_ 'diff]))) ; expect: (same diff)
(writeln (list (match '(1 2) [(list a ..1) a]) (match '() [(list a ..1) a] ['() 'nil]))) ; expect: ((1 2) nil)
(writeln (match "2024-05" [(regexp #rx"([0-9]+)-([0-9]+)" (list _ y m)) (list y m)])) ; expect: ("2024" "05")
(writeln (list (match 4 [(app add1 5) 'yes]) (match 4 [(== (+ 2 2)) 'four]))) ; expect: (yes four)
(writeln (match-let ([(list a b) '(1 2)] [c 3]) (list a b c))) ; expect: (1 2 3)
(writeln (match-let* ([(list a b) '(1 2)] [c (+ a b)]) c)) ; expect: 3
(match-define (list a b (list c)) '(1 2 (3)))
(writeln (list a b c)) ; expect: (1 2 3)
(define (g) (define one 1) (match-define (cons x (? number? y)) (h)) (define (h) (cons one 2)) (+ x y))
(writeln (map (match-lambda [(list a b) (+ a b)] [x x]) '((1 2) 3))) ; expect: (3 3)
(writeln (match* (1 2) [(2 _) 'no] [(1 x) x])) ; expect: 2
(define/match (fact n) [(0) 1] [(n) (* n (fact (- n 1)))])
(writeln (fact 5)) ; expect: 120
(writeln (let ((x 5)) (match 6 [x x]))) ; expect: 6
(writeln (let* ((_ 1)) (match 6 [_ 'any]))) ; expect: any
(writeln (let loop ((i 0)) (match i [100000 'done] [n (loop (+ n 1))]))) ; expect: done
(writeln (try (match '(1 2) [(list a) a] ["x" 1]) on-error exn-message)) ; expect: "match: no matching clause for (1 2)"
(match 1 [(foo x) x]) ; expect error: match: (foo x) is no pattern
