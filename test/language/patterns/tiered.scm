; tiered: which tier answers for which item, and how often each is asked.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define asked '())
(define (tier name f) (lambda (x) (set! asked (cons (list name x) asked)) (spawn (lambda () (f x)))))
(define (calls) (let ([all (reverse asked)]) (set! asked '()) all))
(define cheap (tier 'c (lambda (x) (hash 'label 'cheap 'confidence (/ x 10.0)))))
(define dear (tier 'd (lambda (x) (hash 'label 'dear 'confidence 0.1))))
(define (labels results) (map (lambda (r) (hash-ref r 'label)) results))

(show (labels (tiered cheap dear '(9 2 7)))) ; expect: (cheap dear cheap)
(show (sort (calls) string<? #:key (lambda (c) (format "~a" c)))) ; expect: ((c 2) (c 7) (c 9) (d 2))
(show (labels (tiered cheap dear '(9 2 7) #:threshold 0.8))) ; expect: (cheap dear dear)
(show (labels (tiered cheap dear #(9 2) #:accept? (lambda (r) (spawn (lambda () (< (hash-ref r 'confidence) 0.5))))))) ; expect: (dear cheap)
(show (labels (tiered cheap dear '(9 2) #:accept? (lambda (r item) (= item 2))))) ; expect: (dear cheap)
(show (labels (tiered (list cheap dear) (make-range-generator 6 9)))) ; expect: (dear cheap cheap)
(show (hash-ref ((tiered cheap dear) 3) 'label)) ; expect: dear
(show (hash-ref ((tiered (list cheap dear)) 8) 'label)) ; expect: cheap
(show (tiered cheap dear '())) ; expect: ()
(calls)
(define (even x) (and (even? x) 'even))
(define (threes x) (and (= 0 (modulo x 3)) 'three))
(show (tiered (tier 1 even) (tier 2 threes) (tier 3 (const 'last)) '(1 2 3))) ; expect: (last even three)
(show (length (calls))) ; expect: 6
(show (tiered (lambda (x) "{\"label\": \"a\", \"confidence\": 0.9}") (const 'dear) '(1))) ; expect: ({"label": "a", "confidence": 0.9})
(show (tiered (lambda (x) "{\"label\": \"a\", \"confidence\": 0.2}") (const 'dear) '(1))) ; expect: (dear)
(show (tiered (lambda (x) (list 'a (/ x 10))) (lambda (x before) (cons x before)) '(1 9))) ; expect: ((1 a 1/10) (a 9/10))
(show (message (lambda () (tiered (lambda (x) (if (= x 2) (error "cheap broke") x)) dear '(1 2))))) ; expect: cheap broke
(show (tiered (lambda (x) (if (= x 2) (error "cheap broke") x)) dear '(1 2) #:on-error (lambda (x e) 'none))) ; expect: (1 none)
(define running 0)
(define peak 0)
(define (busy x) (set! running (+ running 1)) (set! peak (max peak running)) (sleep 0.001) (set! running (- running 1)) #f)
(show (tiered busy (const 'd) (range 5) #:max-concurrent 2) peak) ; expect: (d d d d d)2
(show (message (lambda () (tiered cheap dear 5)))) ; expect: tiered: expected a list, a vector, a generator or a port as argument 2, got 5
(show (message (lambda () (tiered 5 dear '(1))))) ; expect: tiered: expected tiers: procedures of an item as argument 1, got 5
(show (message (lambda () (tiered)))) ; expect: tiered: expected tiers, procedures of an item, and then the items
(show (message (lambda () (tiered cheap '() #:accept? 5)))) ; expect: tiered: expected a procedure of an answer for #:accept?, got 5

; Where a threshold was given, an answer that states no confidence is not sure enough.
(displayln (tiered (lambda (d) "I can not tell.") (lambda (d) 'dear) '(1) #:threshold 0.7)) ; expect: (dear)
(displayln (tiered (lambda (d) "I can not tell.") (lambda (d) 'dear) '(1))) ; expect: (I can not tell.)
