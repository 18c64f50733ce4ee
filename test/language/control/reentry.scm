;; Continuations leave higher-order builtins and come back, once and again; earlier results stay as they were.

(define (twice-through run)
  ;; Calls (run grab): grab gives its argument, and the first time keeps the place. Then goes back there with 100 and 200.
  (let ((place #f) (results '()))
    (let ((result (run (lambda (x) (call/cc (lambda (k) (unless place (set! place k)) x))))))
      (set! results (cons result results))
      (case (length results)
        ((1) (place 100))
        ((2) (place 200))
        (else (reverse results))))))

(define-syntax show
  (syntax-rules () ((_ expr) (begin (write expr) (newline)))))

(define (at-two grab) (lambda (x) (if (= x 2) (grab x) x)))

(show (twice-through (lambda (grab) (map (at-two grab) '(1 2 3)))))                              ; expect: ((1 2 3) (1 100 3) (1 200 3))
(show (twice-through (lambda (grab) (map (lambda (x y) (+ y ((at-two grab) x))) '(1 2 3) '(0 0 0))))) ; expect: ((1 2 3) (1 100 3) (1 200 3))
(show (twice-through (lambda (grab) (vector-map (at-two grab) #(1 2 3)))))                        ; expect: (#(1 2 3) #(1 100 3) #(1 200 3))
(show (twice-through (lambda (grab) (filter (lambda (x) (odd? ((at-two grab) x))) '(1 2 3)))))    ; expect: ((1 3) (1 3) (1 3))
(show (twice-through (lambda (grab) (append-map (lambda (x) (list x ((at-two grab) x))) '(1 2 3))))) ; expect: ((1 1 2 2 3 3) (1 1 2 100 3 3) (1 1 2 200 3 3))
(show (twice-through (lambda (grab) (filter-map (at-two grab) '(1 2 3)))))                        ; expect: ((1 2 3) (1 100 3) (1 200 3))
(show (twice-through (lambda (grab) (fold (lambda (x sum) (+ sum ((at-two grab) x))) 0 '(1 2 3))))) ; expect: (6 104 204)
(show (twice-through (lambda (grab) (foldr (lambda (x sum) (+ sum ((at-two grab) x))) 0 '(1 2 3))))) ; expect: (6 104 204)
(show (twice-through (lambda (grab) (sort '(3 1 2) < #:key (at-two grab)))))                      ; expect: ((1 2 3) (1 3 2) (1 3 2))
(show (twice-through (lambda (grab) (sort '(1 3 2) (lambda (a b) (< ((at-two grab) a) b))))))     ; expect: ((1 2 3) (1 3 2) (1 3 2))
(show (twice-through (lambda (grab) (list-tabulate 4 (at-two grab)))))                            ; expect: ((0 1 2 3) (0 1 100 3) (0 1 200 3))
(show (twice-through (lambda (grab) (build-vector 4 (at-two grab)))))                             ; expect: (#(0 1 2 3) #(0 1 100 3) #(0 1 200 3))
(show (twice-through (lambda (grab) (call-with-values (lambda () (partition (lambda (x) (odd? ((at-two grab) x))) '(1 2 3))) list)))) ; expect: (((1 3) (2)) ((1 3) (2)) ((1 3) (2)))
(show (twice-through (lambda (grab) (hash-map (hash 'a 1 'b 2 'c 3) (lambda (k v) ((at-two grab) v)))))) ; expect: ((1 2 3) (1 100 3) (1 200 3))
(show (twice-through (lambda (grab) (let ((t (hash 'a 2))) (hash-ref (hash-update t 'a grab) 'a))))) ; expect: (2 100 200)
(show (twice-through (lambda (grab) (let ((t (make-hash '((a . 2))))) (hash-update! t 'a grab) (hash-ref t 'a))))) ; expect: (2 100 200)
(show (twice-through (lambda (grab) (let ((t (make-hash))) (hash-ref! t 'a (lambda () (grab 2))) (hash-ref t 'a))))) ; expect: (2 100 200)
(show (twice-through (lambda (grab) (any (lambda (x) (and (= x 2) (grab x))) '(1 2 3)))))         ; expect: (2 100 200)
(show (twice-through (lambda (grab) (apply + (map (at-two grab) '(1 2 3))))))                     ; expect: (6 104 204)
(show (twice-through (lambda (grab) (call-with-values (lambda () (values 1 (grab 2))) list))))    ; expect: ((1 2) (1 100) (1 200))
(show (twice-through (lambda (grab) (let ((p (make-parameter 0 grab))) (p)))))                    ; expect: (0 100 200)
(show (twice-through (lambda (grab) (let ((p (make-parameter 1))) (parameterize ((p (grab 2))) (p)))))) ; expect: (2 100 200)
(show (twice-through (lambda (grab) (generator->list (gmap (at-two grab) (generator 1 2 3))))))   ; expect: ((1 2 3) (1 100) (1 200))
(show (twice-through (lambda (grab) (for/list ([x (in-list '(1 2 3))]) ((at-two grab) x)))))      ; expect: ((1 2 3) (1 100 3) (1 200 3))
(show (twice-through (lambda (grab) (for/list ([x (generator 1 2 3)]) ((at-two grab) x)))))       ; expect: ((1 2 3) (1 100 3) (1 200 3))
(show (twice-through (lambda (grab) (let ((out '())) (for-each (lambda (x) (set! out (cons ((at-two grab) x) out))) '(1 2 3)) (reverse out))))) ; expect: ((1 2 3) (1 2 3 100 3) (1 2 3 100 3 200 3))
(show (twice-through (lambda (grab) (force (delay (grab 2))))))                                   ; expect: (2 2 2)

;; Out of a loop, through dynamic-wind.
(show (let ((log '()))
        (let ((found (call/cc
                      (lambda (return)
                        (for-each
                         (lambda (x)
                           (dynamic-wind
                            (lambda () (set! log (cons (list 'in x) log)))
                            (lambda () (when (= x 2) (return x)))
                            (lambda () (set! log (cons (list 'out x) log)))))
                         '(1 2 3))))))
          (list found (reverse log)))))                                                           ; expect: (2 ((in 1) (out 1) (in 2) (out 2)))
