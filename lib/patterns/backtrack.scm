;; Choices that can be taken back: backtrack, on continuations.

;; Items are those of a list, vector or generator; (choose a b c) gives one of its arguments. When nothing is left to
;; choose, choose itself fails. Choices may be made from what models answered. Without a solution, or after n failed
;; ways, it is an error, or the default (a procedure is called).
;;> (backtrack body #:max-tries [n #f] #:default [value])
;;> The value of (body choose fail) for the first choices that do not fail: (choose items) gives an item, (fail) takes the last choice back.
;;> (backtrack (lambda (choose fail) (let* ([a (choose '(1 2 3))] [b (choose '(1 2 3))]) (unless (= (+ a b) 5) (fail)) (list a b)))) => (2 3)
(define (backtrack body #:max-tries [max-tries #f] #:default [default %absent])
  (%check-procedure 'backtrack 1 body)
  (when max-tries (%check-positive 'backtrack "#:max-tries" max-tries))
  (define points '())
  (define failed 0)
  ; The way out leaves the body, whose own handlers have no say in this.
  (define outcome
    (call/cc
      (lambda (out)
        (define (go-back)
          (when (null? points) (out (cons 'none #f)))
          (let ([again (car points)])
            (set! points (cdr points))
            (again)))
        (define (fail . ignored)
          (set! failed (+ failed 1))
          (when (and max-tries (>= failed max-tries)) (out (cons 'too-many #f)))
          (go-back))
        (define (choose . alternatives)
          (let ([next (%choices alternatives)])
            (call/cc
              (lambda (k)
                (define (try-next fresh)
                  (let ([item (next)])
                    (if (eof-object? item)
                        (if fresh (fail) (go-back))
                        (begin
                          (set! points (cons (lambda () (try-next #f)) points))
                          (k item)))))
                (try-next #t)))))
        (cons 'found (await (if (%takes? body 2) (body choose fail) (body choose)))))))
  (cond
    [(eq? (car outcome) 'found) (cdr outcome)]
    [(and (%given? default) (procedure? default)) (await (default))]
    [(%given? default) default]
    [(eq? (car outcome) 'none)
     (%fail 'backtrack (format "no choice leads to a solution (~a tried)" (%plural failed "way")))]
    [else
     (%fail 'backtrack (format "no solution in ~a, which is all that #:max-tries allows" (%plural failed "way")))]))

(define (%choices alternatives)
  (if (and (pair? alternatives) (null? (cdr alternatives)))
      (%item-source 'choose (await (car alternatives)) 1)
      (%item-source 'choose alternatives)))
