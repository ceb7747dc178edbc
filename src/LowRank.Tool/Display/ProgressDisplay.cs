using System.Globalization;
using Spectre.Console;

namespace LowRank.Tool.Display;

/// <summary>Shows progress, on standard error, of work that takes longer than half a second: a bar on a terminal, else a line now and
/// then.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, bool isLive, bool isQuiet)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan _frame = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan _betweenLines = TimeSpan.FromSeconds(2);

    public TResult Run<TResult>(string title, Func<ProgressState, TResult> work)
    {
        ProgressState state = new();
        if (isQuiet)
        {
            return work(state);
        }

        Task<TResult> task = Task.Run(() => work(state));
        WaitHandle finished = ((IAsyncResult)task).AsyncWaitHandle;
        if (!finished.WaitOne(_patience))
        {
            if (isLive)
            {
                ShowBar(title, state, finished);
            }
            else
            {
                WriteLines(title, state, finished);
            }
        }

        return task.GetAwaiter().GetResult();
    }

    private void ShowBar(string title, ProgressState state, WaitHandle finished) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new ElapsedTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: 1);
                do
                {
                    LowRankProgress progress = state.Current;
                    task.Value = progress.Fraction;
                    task.Description = Markup.Escape($"{title}: {progress.Stage}");
                }
                while (!finished.WaitOne(_frame));
            });

    private void WriteLines(string title, ProgressState state, WaitHandle finished)
    {
        string last = "";
        do
        {
            LowRankProgress progress = state.Current;
            string line = string.Create(CultureInfo.InvariantCulture, $"{title}: {progress.Stage} ({100 * progress.Fraction:F0} %)");
            if (progress.Stage.Length > 0 && line != last)
            {
                console.Profile.Out.Writer.WriteLine(line);
                last = line;
            }
        }
        while (!finished.WaitOne(last.Length > 0 ? _betweenLines : _frame));
    }
}
