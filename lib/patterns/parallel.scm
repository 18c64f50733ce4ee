;; Several at once, all of them wanted: parallel, and fan-out-aggregate.

;;> (parallel strategies [input ...] #:max-concurrent [n 20] #:on-error [on-error #f])
;;> The values of all strategies (a list, or one by one), in order; they run at the same time, at most n of them.
;;> (parallel (list (lambda () 1) (lambda () (spawn (lambda () 2))))) => (1 2)
;;> (parallel (list string-upcase string-length) "ab") => ("AB" 2)
(define (parallel #:max-concurrent [max-concurrent 20] #:on-error [on-error #f] . arguments)
  (if (and (pair? arguments) (member (car arguments) '(() #())))
      '()
      (%with-strategies 'parallel arguments
        (lambda (strategies) (%map-items 'parallel %call-strategy strategies max-concurrent on-error)))))

;;> (fan-out-aggregate map-fn reduce-fn items #:max-concurrent [n 20] #:on-error [on-error #f])
;;> Calls map-fn on every item at once, then reduce-fn on the list of the results.
;;> (fan-out-aggregate string-length (lambda (lengths) (apply max lengths)) '("a" "bcd")) => 3
;;> (fan-out-aggregate string-length + '("a" "bcd")) => 4
(define (fan-out-aggregate map-fn reduce-fn items #:max-concurrent [max-concurrent 20] #:on-error [on-error #f])
  (%check-procedure 'fan-out-aggregate 1 map-fn)
  (%check-procedure 'fan-out-aggregate 2 reduce-fn)
  (%reduce-results reduce-fn (%map-items 'fan-out-aggregate map-fn items max-concurrent on-error)))

;; A reducer gets the list of results; one of exactly two arguments combines them from left to right, and those that are
;; of any number of arguments in Scheme itself get them as arguments: a list would be an error to each.
(define (%reduce-results f results)
  (cond
    [(memq f (list + * max min list vector string-append append vector-append))
     (apply f results)]
    [(and (eqv? (%takes-exactly f) 2) (pair? results))
     (fold-sequential f (car results) (cdr results))]
    [else (await (f results))]))
