;; Cheap first, dearer only where the cheap answer does not do: tiered.

;; accept? is a procedure of an answer (and the item). Without it, an answer that states a confidence needs that of the
;; threshold; one that states none must not be #f, and is not enough where a threshold was given. A tier may take the item
;; and the answer before it. Tiers without items give a procedure of one item.
;;> (tiered cheap expensive ... items #:accept? [accept?] #:threshold [confidence 0.7] #:max-concurrent [n 20] #:on-error [on-error #f])
;;> For every item the answer of the first tier that is accepted, or of the last one; in the order of the items.
;;> (tiered (lambda (x) (and (even? x) 'cheap)) (lambda (x) 'dear) '(1 2 3)) => (dear cheap dear)
;;> ((tiered (lambda (x) (list 'a 0.4)) (lambda (x) (list 'b 0.8))) 'item) => (b 0.8)
(define (tiered #:accept? [accept? #f] #:threshold [threshold #f] #:max-concurrent [max-concurrent 20]
                #:on-error [on-error #f] . arguments)
  (%check-procedure-or-false 'tiered "#:accept?" "a procedure of an answer" accept?)
  (unless (or (not threshold) (real? threshold)) (%wrong-argument 'tiered "#:threshold" "a number" threshold))
  (define-values (tiers items) (%split-tiers arguments))
  (when (null? tiers) (%fail 'tiered "expected tiers, procedures of an item, and then the items"))
  (for-each
    (lambda (tier) (unless (procedure? tier) (%wrong-argument 'tiered 1 "tiers: procedures of an item" tier)))
    tiers)
  (define (accepted? answer item)
    (await (cond [(not accept?) (%confident? answer threshold)]
                 [(%takes? accept? 1) (accept? answer)]
                 [else (accept? answer item)])))
  (define (answer-for item)
    (let loop ([rest (cdr tiers)] [answer (await ((car tiers) item))])
      (if (or (null? rest) (accepted? answer item))
          answer
          (loop (cdr rest) (await (if (%takes? (car rest) 1) ((car rest) item) ((car rest) item answer)))))))
  (if (%given? items)
      (%map-items 'tiered answer-for items max-concurrent on-error)
      answer-for))

;; The tiers, in a list or one by one, and the items behind them or %absent: a procedure that needs an argument is a
;; tier, not a generator.
(define (%split-tiers arguments)
  (cond
    [(null? arguments) (values '() %absent)]
    [(and (pair? (car arguments)) (every procedure? (car arguments)))
     (values (car arguments) (if (pair? (cdr arguments)) (cadr arguments) %absent))]
    [else
     (let ([end (last arguments)])
       (if (and (procedure? end) (not (%takes? end 0)))
           (values arguments %absent)
           (values (drop-right arguments 1) end)))]))

(define (%confident? answer threshold)
  (let ([confidence (answer-confidence answer)])
    (if confidence (>= confidence (or threshold 0.7)) (and answer (not threshold)))))
