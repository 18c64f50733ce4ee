;; A million elements, and recursion a million levels deep, through builtins that call back.
; only: fast
(define million (iota 1000000))
(define-syntax show
  (syntax-rules () ((_ expr) (begin (write expr) (newline)))))

(show (length (map (lambda (x) (+ x 1)) million)))                          ; expect: 1000000
(show (length (map (lambda (x y) (+ x y)) million million)))                ; expect: 1000000
(show (length (append million million)))                                    ; expect: 2000000
(show (fold-right (lambda (x sum) (+ x sum)) 0 million))                    ; expect: 499999500000
(show (length (sort million (lambda (a b) (> a b)))))                       ; expect: 1000000
(show (vector-length (vector-map (lambda (x) x) (list->vector million))))   ; expect: 1000000
(show (length (apply list million)))                                        ; expect: 1000000
(show (apply + (make-list 100000 1)))                                       ; expect: 100000
(show (apply (lambda all (length all)) (make-list 100000 1)))               ; expect: 100000
(show (length (remove-duplicates million)))                                 ; expect: 1000000
(show (equal? million (list-copy million)))                                 ; expect: #t

(define (through-map n) (if (= n 0) 0 (+ 1 (car (map (lambda (x) (through-map (- n 1))) '(1))))))
(show (through-map 1000000))                                                ; expect: 1000000
(define (through-for-each n) (unless (= n 0) (for-each (lambda (x) (through-for-each (- n 1))) '(1))))
(show (begin (through-for-each 1000000) 'back))                             ; expect: back
(define (through-apply n) (if (= n 0) 0 (+ 1 (apply through-apply (list (- n 1))))))
(show (through-apply 1000000))                                              ; expect: 1000000
(define (through-sort n) (if (= n 0) 0 (begin (sort '(1 2) (lambda (a b) (through-sort (- n 1)) (< a b))) n)))
(show (through-sort 100000))                                                ; expect: 100000
(define (through-fold n) (if (= n 0) 0 (fold (lambda (x sum) (+ 1 (through-fold (- n 1)))) 0 '(1))))
(show (through-fold 300000))                                                ; expect: 300000
(define (through-values n) (if (= n 0) 0 (call-with-values (lambda () (values (through-values (- n 1)) 1)) +)))
(show (through-values 300000))                                              ; expect: 300000
(define (through-wind n) (if (= n 0) 0 (+ 1 (dynamic-wind void (lambda () (through-wind (- n 1))) void))))
(show (through-wind 100000))                                                ; expect: 100000
(define (through-guard n) (if (= n 0) 0 (+ 1 (guard (e (#f 0)) (through-guard (- n 1))))))
(show (through-guard 100000))                                               ; expect: 100000
(define level (make-parameter 0))
(define (through-parameterize n) (if (= n 0) (level) (+ 0 (parameterize ((level n)) (through-parameterize (- n 1))))))
(show (through-parameterize 100000))                                        ; expect: 1

;; A chain of delay-force takes constant space.
(show (force (let loop ((n 1000000)) (if (= n 0) (delay 'end) (delay-force (loop (- n 1))))))) ; expect: end
(show (call/ec (lambda (return) (for-each (lambda (x) (when (= x 500000) (return x))) million)))) ; expect: 500000
(show (length (generator->list (make-coroutine-generator (lambda (yield) (for-each yield (iota 100000))))))) ; expect: 100000
