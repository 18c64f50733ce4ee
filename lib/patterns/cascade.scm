;; The state of one active-learning run, and its two phases: the cheap model on all, the expensive one where it matters.

;; By item: label and confidence by the cheap model, label by the expensive one (%absent where there is none).
;; `failures` is a list of (index phase . raised), newest first.
(define-record-type %cascade
  (%make-cascade items labels confidences expert failures settings)
  %cascade?
  (items %cascade-items)
  (labels %cascade-labels)
  (confidences %cascade-confidences)
  (expert %cascade-expert)
  (failures %cascade-failures %set-cascade-failures!)
  (settings %cascade-settings))

(define (%new-cascade items settings)
  (let ([n (vector-length items)])
    (%make-cascade items (make-vector n %absent) (make-vector n 0.0) (make-vector n %absent) '() settings)))

(define (%cascade-size c) (vector-length (%cascade-items c)))

(define (%setting c name) (hash-ref (%cascade-settings c) name))

;; Asks `ask` about the items with these indices, and gives each value with its index to `keep`. What fails is noted. A
;; refusal by a cap stops the rest: nothing more is sent, and what was answered stays. Gives whether a cap refused.
(define (%ask-each c phase indices ask keep)
  (let ([refused #f] [items (%cascade-items c)])
    (map-async
      (lambda (i)
        (unless refused
          (keep i (await (ask (vector-ref items i))))))
      indices
      #:max-concurrent (%setting c 'max-concurrent)
      #:batch (%setting c 'batch)
      #:progress (%setting c 'progress)
      #:on-error
      (lambda (i raised)
        (if (%budget-refusal? raised)
            (set! refused #t)
            (%set-cascade-failures! c (cons (cons* i phase raised) (%cascade-failures c))))))
    refused))

;; When a model answered nothing at all, its first error says more than any report.
(define (%raise-if-none-answered c phase answers)
  (let ([failures (filter (lambda (failure) (eq? (cadr failure) phase)) (%cascade-failures c))])
    (when (and (pair? failures) (not (vector-any %given? answers)))
      (raise (cddr (last failures))))))

;; Phase 1. Gives whether a cap refused.
(define (%ask-cheap c)
  (let ([refused (%ask-each c 'cheap (iota (%cascade-size c)) (%setting c 'labeller)
                   (lambda (i labelled)
                     (vector-set! (%cascade-labels c) i (car labelled))
                     (vector-set! (%cascade-confidences c) i (cdr labelled))))])
    (%raise-if-none-answered c 'cheap (%cascade-labels c))
    refused))

;; The expensive model on some items. Gives whether a cap refused.
(define (%ask-expensive c indices)
  (let ([refused (%ask-each c 'expensive indices (%setting c 'expensive)
                   (lambda (i answer) (vector-set! (%cascade-expert c) i ((%setting c 'label) answer))))])
    (%raise-if-none-answered c 'expensive (%cascade-expert c))
    refused))

;; Phase 1½, on the uncertain only: several models vote, and a majority of them is a new cheap label. Its confidence is
;; the share of the votes, put below that of the confident items, so that one order holds for all.
(define (%ask-ensemble c models below)
  (let* ([uncertain (filter (lambda (i) (< (vector-ref (%cascade-confidences c) i) below)) (iota (%cascade-size c)))]
         [same (%setting c 'same)]
         [label (%setting c 'label)])
    (%ask-each c 'ensemble uncertain
      (lambda (item)
        (%tally (map-async (lambda (model) (label (await (model item)))) models
                           #:max-concurrent (length models) #:progress #f)
                same))
      (lambda (i tally)
        (let ([share (/ (cdar tally) (length models))])
          (vector-set! (%cascade-confidences c) i (if (> share 1/2) (inexact (* below share)) 0.0))
          (when (> share 1/2) (vector-set! (%cascade-labels c) i (caar tally))))))
    (length uncertain)))

;; How the cheap model is asked: a procedure from an item to (label . confidence), by the kind of confidence.
(define (%labeller who cheap second kind samples label same)
  (cond
    [(procedure? kind)
     (lambda (item)
       (let ([answer (await (cheap item))])
         (cons (label answer) (%checked-confidence who (await (if (%takes? kind 2) (kind answer item) (kind answer)))))))]
    [(eq? kind 'stated) (lambda (item) (%stated label (%answer-to cheap item)))]
    [(memq kind '(logprob logprobs log-probability))
     (lambda (item)
       (let* ([handle (cheap item)] [answer (await handle)])
         (unless (handle? handle)
           (%fail who "#:confidence 'logprob wants #:cheap to give the handle of llm-query-async, asked with #:logprobs #t"))
         (cons (label answer) (llm-confidence handle))))]
    [(memq kind '(self-consistency consistency))
     (lambda (item)
       (let* ([labels (map-async (lambda (k) (label (await (cheap item)))) (iota samples)
                                 #:max-concurrent samples #:progress #f)]
              [tally (%tally labels same)])
         (cons (caar tally) (inexact (/ (cdar tally) samples)))))]
    [(eq? kind 'disagreement)
     (lambda (item)
       (let* ([both (map-async (lambda (f) (%stated label (%answer-to f item))) (list cheap second)
                               #:max-concurrent 2 #:progress #f)]
              [stated (filter values (map cdr both))]
              [agree (if (await (same (caar both) (caadr both))) 1.0 0.0)])
         (cons (caar both)
               (if (null? stated) agree (/ (+ agree (/ (apply + stated) (length stated))) 2)))))]
    [else
     (%wrong-argument who "#:confidence" "stated, logprob, self-consistency, disagreement or a procedure of an answer" kind)]))

;; What a model says to an item; two values are a label and its confidence.
(define (%answer-to model item)
  (call-with-values
    (lambda () (model item))
    (case-lambda
      [(answer) (await answer)]
      [(label confidence) (cons label confidence)])))

(define (%stated label answer) (cons (label answer) (answer-confidence answer)))

(define (%checked-confidence who x)
  (if (and (real? x) (= x x)) (inexact x) (%wrong-argument who "#:confidence" "a procedure that gives a real number" x)))
