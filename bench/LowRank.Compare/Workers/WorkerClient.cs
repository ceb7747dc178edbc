using System.Diagnostics;

namespace LowRank.Compare.Workers;

/// <summary>The controller's side of one worker process. Not for many threads at once.</summary>
internal sealed class WorkerClient : IDisposable
{
    private readonly Process _process;
    private string? _lastError;

    private WorkerClient(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data))
            {
                _lastError = line.Data.Trim();
            }
        };
        process.BeginErrorReadLine();
    }

    public int ProcessId => _process.Id;

    /// <summary>Starts a worker.</summary>
    /// <exception cref="WorkerException">There is no such program.</exception>
    public static WorkerClient Start(WorkerSpec spec)
    {
        ProcessStartInfo start = new(spec.FileName, spec.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in spec.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        try
        {
            return new WorkerClient(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new WorkerException($"{spec.FileName} cannot be started: {exception.Message}");
        }
    }

    /// <summary>Asks for one thing and waits for the reply.</summary>
    /// <exception cref="WorkerException">The worker says that it failed, died, or took longer than <paramref name="limit"/>; in the last
    /// two cases it is gone.</exception>
    public async Task<WorkerReply> SendAsync(WorkerRequest request, TimeSpan limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            await _process.StandardInput.WriteLineAsync(Wire.Write(request).AsMemory(), timeout.Token);
            await _process.StandardInput.FlushAsync(timeout.Token);
            while (await _process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                if (Wire.ReadReply(line) is { } reply)
                {
                    return reply.Error is null ? reply : throw new WorkerException(reply.Error);
                }
            }

            throw new WorkerException(await EpitaphAsync());
        }
        catch (IOException)
        {
            throw new WorkerException(await EpitaphAsync());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Kill();
            throw new WorkerException($"took longer than {limit.TotalSeconds:F0} s");
        }
    }

    public bool IsAlive => !_process.HasExited;

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<string> EpitaphAsync()
    {
        // Standard error is read by its own thread; once the process has ended it is read to its end.
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }

        return _lastError ?? $"the worker ended with exit code {_process.ExitCode} and no word";
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
