# The four-parameter logistic by R's nls, algorithm "port", on the box of core/fit, one call a curve.
# usage: Rscript peer_nls.R TABLE.csv      prints: failed seconds, then the rss of each curve by task
table <- read.csv(commandArgs(trailingOnly = TRUE)[1])
curves <- split(data.frame(x = log10(table$train_flops), y = table$value), table$task)
fit <- function(curve) {
  half <- (min(curve$y) + max(curve$y)) / 2
  start <- list(floor = min(curve$y), rise = max(1e-3, max(curve$y) - min(curve$y)), slope = 3,
                midpoint = curve$x[which.min(abs(curve$y - half))])
  tryCatch(deviance(nls(y ~ floor + rise / (1 + exp(-slope * (x - midpoint))), curve, start, algorithm = "port",
                        lower = c(0, 0, 0.1, min(curve$x) - 2), upper = c(1, 1, 40, max(curve$x) + 3),
                        control = nls.control(maxiter = 500))),
           error = function(e) NaN)
}
begin <- proc.time()
rss <- vapply(curves[order(names(curves), method = "radix")], fit, 0)
spent <- proc.time() - begin
cat(sum(is.nan(rss)), spent[["user.self"]] + spent[["sys.self"]], "\n")
cat(sprintf("%.17g", rss), sep = "\n")
