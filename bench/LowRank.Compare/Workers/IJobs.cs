using System.Text.Json;

namespace LowRank.Compare.Workers;

/// <summary>One library's way to do the work; held by a worker process of this program.</summary>
internal interface IJobs
{
    WorkerDescription Describe();

    /// <summary>Uses the library once on something small.</summary>
    void WarmUp();

    /// <summary>Reads the inputs, and drops those before.</summary>
    void Prepare(IReadOnlyList<string> paths);

    /// <summary>Looks a job up. What the returned delegate does is timed.</summary>
    /// <exception cref="NotSupportedException">There is no such function here.</exception>
    Func<IResult> Find(string function, JsonElement arguments);
}

/// <summary>What a run returned.</summary>
internal interface IResult
{
    WorkDone? Work { get; }

    /// <summary>Writes the answer; null where there is nothing to be checked.</summary>
    AnswerFiles? Write(string folder);
}
