"""Two processes that train one network, on JAX: as one, killed, cut off. Run as a program, it is one of them: FOLDER, and the name of a recipe in RECIPES."""
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
import contextlib, json, os, shutil, signal, socket, subprocess, sys
import numpy as np
import pandas as pd
import pytest
from colorize_nb.backend import keras
from colorize_nb.data import offline_set
from colorize_nb.parallel import in_team
from colorize_nb.photos import sample_photo, save_photo
from colorize_nb.recipes import RECIPES as KNOWN
from colorize_nb.records import last_checkpoint, read_checkpoint, read_manifest
from colorize_nb.train import stored_size, train

SMALL = dict(name="tiny", width=1/32, image_size=16, batch_size=8, epochs=3, optimizer="sgd", learning_rate=0.02, color_weight=10,
             augmented=True)
RECIPES = {"plain": replace(KNOWN["model3"], **SMALL, batch_norm=False),
           "norm": replace(KNOWN["model3"], **SMALL | dict(batch_size=170, epochs=1)),  # one step
           "long": replace(KNOWN["model4"], **SMALL | dict(epochs=300), batch_norm=False)}
TOLERANCE = 1e-4  # of a loss, relative: sums in another order
JAX = pytest.mark.skipif(not find_spec("jax"), reason="jax is not installed")


def photos(recipe): return offline_set(stored_size(recipe), 20)  # 170 and 30


class Say(keras.callbacks.Callback):
    "Says when an epoch begins."
    def on_epoch_begin(self, epoch, logs=None): print(f"epoch {epoch + 1}", flush=True)


def program(folder, name, seed=0):
    with in_team(lambda sentence: print("told:", sentence, flush=True)):
        recipe = RECIPES[name]
        train(recipe, photos(recipe), folder, "float32", seed=int(seed), callbacks=[Say()])


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server: return server.getsockname()[1]


def variables(number, count=2, address="127.0.0.1:1"):
    names = ("JOB_ADDRESSES", "NUM_PROCESSES", "PROCESS_ID")
    return {f"KERAS_DISTRIBUTION_{name}": str(value) for name, value in zip(names, (address, count, number))}


def started(words, number=0, count=1, address="", before=(), program=(__file__,)):
    "A process that runs this file, or `program`, with `words`; its output and errors go to the same pipe."
    environment = os.environ | {"KERAS_BACKEND": "jax"} | (variables(number, count, address) if count > 1 else {})
    words = [*before, sys.executable, *program, *map(str, words)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)


@contextlib.contextmanager
def two(folder, name, others=None, seeds=(0, 0), **options):
    "Two processes that train together in `folder`; the second writes to `others`, if it writes."
    address = f"127.0.0.1:{free_port()}"
    words = [[folder, name, seeds[0]], [others or folder, name, seeds[1]]]
    processes = [started(words[number], number, 2, address, **options) for number in range(2)]
    try: yield processes
    finally:
        for process in processes: process.kill(); process.wait(); process.stdout.close()


def finished(processes):
    "The outputs of `processes`, which must end well."
    texts = [process.communicate(timeout=1500)[0] for process in processes]
    for process, text in zip(processes, texts): assert process.returncode == 0, text[-3000:]
    return texts


def until(process, line):
    "Read what `process` says until `line` comes."
    for said in process.stdout:
        if said.strip() == line: return
    assert False, f"it ended without saying {line}"


def history(folder): return pd.read_csv(folder / "history.csv").drop(columns="seconds")


@JAX
@pytest.mark.slow
def test_two_processes_train_as_one_and_one_writes(tmp_path):
    alone, others = tmp_path / "alone", tmp_path / "others"
    finished([started([alone, "plain"])])
    with two(tmp_path / "two", "plain", others) as processes: finished(processes)
    np.testing.assert_allclose(history(tmp_path / "two"), history(alone), rtol=TOLERANCE)
    one, both = (read_checkpoint(last_checkpoint(folder)[1])[0] for folder in (alone, tmp_path / "two"))
    for name in one: np.testing.assert_allclose(both[name], one[name], atol=1e-4, err_msg=name)
    assert not others.exists() and len(read_manifest(tmp_path / "two/manifest.json")["machine"]["devices"]) == 2


@JAX
@pytest.mark.slow
def test_batch_norm_has_the_statistics_of_the_whole_batch(tmp_path):
    finished([started([tmp_path / "alone", "norm"])])
    with two(tmp_path / "two", "norm") as processes: finished(processes)
    np.testing.assert_allclose(history(tmp_path / "two"), history(tmp_path / "alone"), rtol=TOLERANCE)
    one, both = (read_checkpoint(last_checkpoint(tmp_path / folder)[1])[0] for folder in ("alone", "two"))
    for name in one: np.testing.assert_allclose(both[name], one[name], rtol=1e-3, atol=1e-3, err_msg=name)


@JAX
@pytest.mark.slow
@pytest.mark.parametrize("killed", [1, 0])
def test_a_killed_process_ends_the_training_with_a_sentence_and_it_goes_on(tmp_path, killed):
    with two(tmp_path, "long") as processes:
        until(processes[0], "epoch 3")
        processes[killed].send_signal(signal.SIGKILL)
        said = processes[1 - killed].communicate(timeout=600)[0]
    assert "told: another process of this training has ended or cannot be reached: start all of them again" in said, said[-3000:]
    done = last_checkpoint(tmp_path)[0]
    assert processes[1 - killed].returncode == 2 and 2 <= done < 300
    with two(tmp_path, "long") as processes:
        until(processes[1], f"epoch {done + 1}")
        until(processes[0], f"epoch {done + 2}")


@JAX
@pytest.mark.slow
def test_processes_with_other_settings_or_a_busy_folder_all_stop(tmp_path):
    with two(tmp_path / "run", "plain", seeds=(0, 1)) as processes: texts = [process.communicate(timeout=600)[0] for process in processes]
    for text in texts: assert "told: process 1 has another seed than process 0: give all the same command and data" in text, text[-3000:]
    (tmp_path / "file").touch()
    with two(tmp_path / "file", "plain", tmp_path / "others") as processes: texts = [process.communicate(timeout=600)[0] for process in processes]
    assert "told: " in texts[0] and "told: process 0 cannot train, so all stop: see what it says" in texts[1], texts


@JAX
@pytest.mark.slow
def test_the_command_trains_in_two_processes_and_the_first_has_the_results(tmp_path):
    for part, n in (("train", 16), ("val", 2)):
        for name in ("chelsea", "coffee"):
            for i in range(n): save_photo(sample_photo(name)[9 * i:9 * i + 96, 100:196], tmp_path / part / name / f"{i}.png")
    address, outs = f"127.0.0.1:{free_port()}", [tmp_path / "run", tmp_path / "nothing"]
    words = [["train", "--recipe", "model4_places", "--data", tmp_path, "--out", out, "--cache", tmp_path / "cache"] for out in outs]
    processes = [started(words[i], i, 2, address, program=("-m", "colorize_nb.cli")) for i in range(2)]
    texts = finished(processes)
    assert f"weights, history and manifest are in {outs[0]}" in texts[0] and "weights, history" not in texts[1]
    assert (outs[0] / "weights.safetensors").exists() and len(history(outs[0])) == 2 and not outs[1].exists()
    with subprocess.Popen([sys.executable, "-m", "colorize_nb.cli", *map(str, words[0])], stderr=subprocess.PIPE, text=True,
                          env=os.environ | {"KERAS_DISTRIBUTION_NUM_PROCESSES": "2"}) as wrong: said = wrong.communicate()[1]
    assert wrong.returncode == 2 and said.splitlines()[-1].endswith("must be the address of the first process, such as 10.0.0.1:9911")


def ip(*words): return subprocess.run(["ip", *words], capture_output=True, text=True)


@pytest.fixture
def hosts():
    "Two hosts, network namespaces with the addresses 10.77.0.1 and 10.77.0.2, joined by a cable: their names."
    names = [f"colorize-{os.getpid()}-{i}" for i in range(2)]
    if not shutil.which("ip") or ip("netns", "add", names[0]).returncode: pytest.skip("no network namespaces can be made here")
    ip("netns", "add", names[1])
    for i, name in enumerate(names):  # each finds its own address under its name, as hosts do
        Path("/etc/netns", name).mkdir(parents=True)
        Path("/etc/netns", name, "hosts").write_text(f"127.0.0.1 localhost\n10.77.0.{i + 1} {socket.gethostname()}\n")
    ip("link", "add", "cable0", "netns", names[0], "type", "veth", "peer", "name", "cable1", "netns", names[1])
    for i, name in enumerate(names):
        ip("-n", name, "addr", "add", f"10.77.0.{i + 1}/24", "dev", f"cable{i}")
        for device in ("lo", f"cable{i}"): ip("-n", name, "link", "set", device, "up")
        ip("netns", "exec", name, "sysctl", "-q", "-w", "net.ipv4.tcp_retries2=5")  # TCP gives up after seconds, not a quarter of an hour
    yield names
    for name in names:
        ip("netns", "del", name)
        shutil.rmtree(Path("/etc/netns", name))


@JAX
@pytest.mark.slow
def test_two_hosts_train_stop_when_the_network_is_cut_and_go_on(tmp_path, hosts):
    def begin(): return [started([tmp_path / str(i), "long"], i, 2, "10.77.0.1:9911", before=["ip", "netns", "exec", hosts[i]]) for i in range(2)]
    processes = begin()
    try:
        until(processes[0], "epoch 3")
        ip("-n", hosts[1], "link", "set", "cable1", "down")
        texts = [process.communicate(timeout=600)[0] for process in processes]
        assert processes[0].returncode == 2 and "told: another process" in texts[0], texts[0][-3000:]
        assert processes[1].returncode != 0  # JAX ends it when it misses the first process for 100 seconds
        ip("-n", hosts[1], "link", "set", "cable1", "up")
        done = last_checkpoint(tmp_path / "0")[0]
        processes = begin()
        until(processes[1], f"epoch {done + 1}")
        until(processes[0], f"epoch {done + 2}")
    finally:
        for process in processes: process.kill(); process.wait(); process.stdout.close()
    assert not (tmp_path / "1").exists()  # the second host has received what it needs


STRATEGY = """
import tensorflow as tf
strategy = tf.distribute.MultiWorkerMirroredStrategy()
import keras
with strategy.scope():
    network = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    network.compile("sgd", "mse")
network.fit(tf.data.Dataset.from_tensors((tf.ones((16, 4)), tf.ones((16, 1)))), verbose=0)
"""


@pytest.mark.slow
def test_keras_does_not_train_by_several_workers_of_tensorflow_yet():
    "Keras issue 20585. If this fails, notebook parallel can say that it is solved."
    workers = [f"127.0.0.1:{free_port()}" for _ in range(2)]
    def begun(i):
        cluster = json.dumps({"cluster": {"worker": workers}, "task": {"type": "worker", "index": i}})
        environment = os.environ | {"KERAS_BACKEND": "tensorflow", "TF_CONFIG": cluster}
        return subprocess.Popen([sys.executable, "-c", STRATEGY], stderr=subprocess.PIPE, text=True, env=environment)
    processes = [begun(i) for i in range(2)]
    try: said = [process.communicate(timeout=600)[1] for process in processes]
    finally:
        for process in processes: process.kill(); process.wait()
    for process, text in zip(processes, said):
        assert process.returncode and "PerReplica" in text and "unsupported type" in text, text[-3000:]


if __name__ == "__main__": program(Path(sys.argv[1]), *sys.argv[2:])
