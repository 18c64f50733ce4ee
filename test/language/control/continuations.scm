(display (+ 1 (call/cc (lambda (k) (+ 100 (k 1)))))) (newline) ; expect: 2
; generator by re-entry
(define k #f)
(define n 0)
(define (again)
  (let ((x (+ 1 (call/cc (lambda (c) (set! k c) 1)))))
    (set! n (+ n 1))
    (if (< n 5) (k n) x)))
(display (again)) (newline) ; expect: 5
; re-entering map must not change earlier results
(define saved #f)
(define count 0)
(define result (map (lambda (x) (call/cc (lambda (c) (if (= x 2) (set! saved c)) x))) '(1 2 3)))
(set! count (+ count 1))
(display result) (newline) ; expect: (1 2 3)
; a loop variable captured by closures is fresh in each iteration
(define (procs) (let loop ((i 0) (acc '())) (if (= i 3) (reverse acc) (loop (+ i 1) (cons (lambda () i) acc)))))
(display (map (lambda (p) (p)) (procs))) (newline) ; expect: (0 1 2)
(define trace '())
(define (note x) (set! trace (cons x trace)))
(define kk #f)
(define visits 0)
(let ()
  (dynamic-wind
    (lambda () (note 'in))
    (lambda () (call/cc (lambda (c) (set! kk c))) (note 'body))
    (lambda () (note 'out)))
  (set! visits (+ visits 1))
  (when (< visits 3) (kk #f))
  (display (reverse trace)) (newline)) ; expect: (in body out in body out in body out)
(display (guard (e (#t (list 'caught (condition/report-string e)))) (error "bad thing:" 1 2))) (newline) ; expect: (caught bad thing: 1 2)
(display (with-exception-handler (lambda (e) 10) (lambda () (+ 1 (raise-continuable 'c))))) (newline) ; expect: 11
(display (guard (e ((symbol? e) (list 'sym e))) (guard (e2 ((string? e2) 'no)) (raise 'boom)))) (newline) ; expect: (sym boom)
