using System.Diagnostics;
using System.Text.Json;

namespace LowRank.Compare.Workers;

/// <summary>The worker's side: a line in, a line out, until the input ends; so a worker does not outlive the controller.</summary>
internal sealed class WorkerLoop(IJobs jobs)
{
    private IResult? _last;

    public void Run(TextReader input, TextWriter output)
    {
        while (input.ReadLine() is { } line)
        {
            WorkerReply reply;
            try
            {
                reply = Handle(Wire.Read<WorkerRequest>(line));
            }
#pragma warning disable CA1031 // whatever a library throws is its answer to this request, and the controller's to judge
            catch (Exception exception)
            {
                reply = new WorkerReply { Error = $"{exception.GetType().Name}: {exception.Message}" };
            }
#pragma warning restore CA1031

            // Native code may have left a line unfinished.
            output.Write($"\n{Wire.Mark}{Wire.Write(reply)}\n");
            output.Flush();
        }
    }

    private WorkerReply Handle(WorkerRequest request)
    {
        switch (request.Command)
        {
            case Command.Describe:
                return new WorkerReply { Description = jobs.Describe() };
            case Command.WarmUp:
                jobs.WarmUp();
                return new WorkerReply();
            case Command.Prepare:
                _last = null;
                jobs.Prepare(request.Inputs ?? []);
                return new WorkerReply();
            case Command.Run:
                return RunOnce(request);
            case Command.Answer:
                return new WorkerReply { Answer = (_last ?? throw new InvalidOperationException("Nothing has run yet.")).Write(
                    request.Folder!) };
            default:
                throw new NotSupportedException($"There is no command '{request.Command}'.");
        }
    }

    private WorkerReply RunOnce(WorkerRequest request)
    {
        Func<IResult> job = jobs.Find(request.Function!, request.Arguments ?? Wire.Arguments(new { }));

        // What earlier runs left behind is collected now, not while the clock runs.
        _last = null;
        long? memory = null;
        if (request.MeasureMemory)
        {
            memory = PeakMemory.Begin();
        }
        else
        {
            GC.Collect();
        }

        long start = Stopwatch.GetTimestamp();
        IResult result = job();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long? peak = request.MeasureMemory ? PeakMemory.End(memory) : null;
        _last = result;
        return new WorkerReply { Seconds = seconds, PeakExtraBytes = peak, Work = result.Work };
    }
}
