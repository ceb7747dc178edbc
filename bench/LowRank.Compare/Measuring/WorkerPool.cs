using LowRank.Compare.Workers;

namespace LowRank.Compare.Measuring;

/// <summary>The long-lived workers, one of each kind, started when first needed and again when one has died.</summary>
internal sealed class WorkerPool(int threads) : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    private readonly Dictionary<WorkerSpec, WorkerClient> _clients = [];
    private readonly Dictionary<WorkerSpec, WorkerDescription> _descriptions = [];
    private readonly Dictionary<WorkerSpec, string> _broken = [];
    private readonly Dictionary<WorkerSpec, string[]> _prepared = [];

    /// <summary>What a kind of worker computes with; starts one to ask.</summary>
    /// <exception cref="WorkerException">It cannot be used on this machine; the same each time.</exception>
    public async Task<WorkerDescription> DescribeAsync(WorkerSpec spec, CancellationToken cancellationToken)
    {
        await GetAsync(spec, cancellationToken);
        return _descriptions[spec];
    }

    /// <summary>The worker of a kind, with these inputs in its memory.</summary>
    public async Task<WorkerClient> GetAsync(WorkerSpec spec, IReadOnlyList<string> inputs, CancellationToken cancellationToken)
    {
        WorkerClient client = await GetAsync(spec, cancellationToken);
        if (!_prepared.TryGetValue(spec, out string[]? prepared) || !prepared.SequenceEqual(inputs))
        {
            await client.SendAsync(new WorkerRequest(Command.Prepare) { Inputs = inputs }, _patience, cancellationToken);
            _prepared[spec] = [.. inputs];
        }

        return client;
    }

    /// <summary>A worker for one piece of work, which the caller disposes of: its memory holds nothing but the inputs.</summary>
    public static async Task<WorkerClient> StartFreshAsync(
        WorkerSpec spec, IReadOnlyList<string> inputs, CancellationToken cancellationToken)
    {
        WorkerClient client = WorkerClient.Start(spec);
        try
        {
            await client.SendAsync(new WorkerRequest(Command.WarmUp), _patience, cancellationToken);
            await client.SendAsync(new WorkerRequest(Command.Prepare) { Inputs = inputs }, _patience, cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (WorkerClient client in _clients.Values)
        {
            client.Dispose();
        }

        _clients.Clear();
    }

    private async Task<WorkerClient> GetAsync(WorkerSpec spec, CancellationToken cancellationToken)
    {
        if (_broken.TryGetValue(spec, out string? reason))
        {
            throw new WorkerException(reason);
        }

        if (_clients.TryGetValue(spec, out WorkerClient? client))
        {
            if (client.IsAlive)
            {
                return client;
            }

            client.Dispose();
            _prepared.Remove(spec);
        }

        try
        {
            client = WorkerClient.Start(spec);
            _clients[spec] = client;
            WorkerReply reply = await client.SendAsync(new WorkerRequest(Command.Describe), _patience, cancellationToken);
            WorkerDescription description = reply.Description!;
            if (description.Threads != threads)
            {
                throw new WorkerException($"it uses {description.Threads} threads, not {threads}");
            }

            _descriptions[spec] = description;
            await client.SendAsync(new WorkerRequest(Command.WarmUp), _patience, cancellationToken);
            return client;
        }
        catch (WorkerException exception)
        {
            _broken.TryAdd(spec, exception.Message);
            throw;
        }
    }
}
