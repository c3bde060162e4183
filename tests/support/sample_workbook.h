#pragma once

#include <QFile>
#include <QTemporaryDir>

namespace onset::test {

/// A folder with a small table in the tidy form, gone when the test ends.
class SampleFolder
{
public:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    /// @return the path of a new file with these bytes
    [[nodiscard]] QString write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        const bool written = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        Q_ASSERT(written);
        return file.fileName();
    }

    static constexpr const char *table =
        "model_family,model,params,train_tokens,train_flops,benchmark,task,shots,metric,value,n_examples,"
        "chance_level,source\n"
        "GPT-3,GPT-3 1.3B,1.3e9,3e11,2.38e21,arithmetic,3-digit addition,50,accuracy,0.0,2000,0,Table H.1\n"
        "GPT-3,GPT-3 2.7B,2.7e9,3e11,4.77e21,arithmetic,3-digit addition,50,accuracy,0.0205,2000,0,Table "
        "H.1\n"
        "GPT-3,GPT-3 6.7B,6.7e9,3e11,1.2e22,arithmetic,3-digit addition,50,accuracy,0.0835,2000,0,Table H.1\n"
        "GPT-3,GPT-3 13B,1.3e10,3e11,2.31e22,arithmetic,3-digit addition,50,accuracy,0.342,2000,0,Table H.1\n"
        "GPT-3,GPT-3 175B,1.75e11,3e11,3.14e23,arithmetic,3-digit addition,50,accuracy,0.8045,2000,0,Table "
        "H.1\n"
        "LaMDA,LaMDA 68B,6.8e10,7.8e11,1.8e23,arithmetic,3-digit addition,50,accuracy,0.1,,0,invented\n"
        "GPT-3,GPT-3 13B,1.3e10,3e11,2.31e22,words,word unscrambling,50,accuracy,0.2,,,invented\n"
        "GPT-3,GPT-3 175B,1.75e11,3e11,3.14e23,words,word unscrambling,50,accuracy,0.4,,,invented\n";

private:
    QTemporaryDir m_folder;
};

} // namespace onset::test
