namespace LowRank.Compare.Workers;

/// <summary>A result whose answer is written by a delegate.</summary>
/// <param name="work">What the run says of its work.</param>
/// <param name="write">Writes the parts of the answer, given the path of a part by its name; null: there is nothing to be checked.</param>
/// <param name="kind">The kind of the answer.</param>
internal sealed class Result(WorkDone? work, string kind = "", Action<Func<string, string>>? write = null) : IResult
{
    public WorkDone? Work { get; } = work;

    public AnswerFiles? Write(string folder)
    {
        if (write is null)
        {
            return null;
        }

        Dictionary<string, string> files = [];
        write(name => files[name] = Path.Combine(folder, name + ".npy"));
        return new AnswerFiles(kind, files);
    }
}
