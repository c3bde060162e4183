#pragma once

#include <QByteArray>

namespace onset::test {

/// A tidy table of one curve: five models on the task "sums".
inline const QByteArray kTidyHeader =
    "model_family,model,params,train_tokens,train_flops,flops_origin,benchmark,task,shots,"
    "metric,value,n_examples,chance_level,source\n";
inline const QByteArray kTidyRows = "F,F 1B,1e9,1e11,6e20,reported,B,sums,5,accuracy,0.02,100,0,test\n"
                                    "F,F 2B,2e9,1e11,1.2e21,reported,B,sums,5,accuracy,0.05,100,0,test\n"
                                    "F,F 4B,4e9,1e11,2.4e21,reported,B,sums,5,accuracy,0.30,100,0,test\n"
                                    "F,F 8B,8e9,1e11,4.8e21,reported,B,sums,5,accuracy,0.70,100,0,test\n"
                                    "F,F 16B,1.6e10,1e11,9.6e21,reported,B,sums,5,accuracy,0.85,100,0,test\n";

} // namespace onset::test
