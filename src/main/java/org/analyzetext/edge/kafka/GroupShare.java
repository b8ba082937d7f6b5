package org.analyzetext.edge.kafka;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the consumers of this instance have of the partitions of their groups. That part of the quota is the instance's: the
 * parts of all instances add up to the whole, and who leaves or is killed gives its part to those that get its partitions.
 * Thread-safe.
 */
final class GroupShare {
    private static final Logger LOG = LoggerFactory.getLogger(GroupShare.class);

    /** What consumers read, and with it which calls they make. */
    enum Work {
        /** Documents, which are submitted. */
        DOCUMENTS,
        /** Jobs, which are polled. */
        JOBS
    }

    /** Takes the parts of the submits and of the polls, each from 0 to 1. */
    interface Quota {
        void share(double submits, double polls);
    }

    private final Quota quota;
    private final Set<Member> members = new HashSet<>();
    private final Map<Work, Double> parts = new EnumMap<>(Work.class);

    GroupShare(Quota quota) {
        this.quota = quota;
    }

    /** A consumer, which has no partitions yet. */
    Member member(Work work) {
        return new Member(work);
    }

    /** A consumer of this instance. Only for its thread. */
    final class Member {
        private final Work work;
        private int generation = -1;
        private Set<TopicPartition> assigned = Set.of();
        /** How many partitions each of its topics has. */
        private Map<String, Integer> topics = Map.of();

        private Member(Work work) {
            this.work = work;
        }

        /**
         * Notes which partitions the consumer has after a rebalance, if there was one.
         *
         * @param now the generation of its group
         */
        void rebalanced(Consumer<?, ?> consumer, int now) {
            Set<TopicPartition> own = consumer.assignment();
            // In the middle of a rebalance the generation is still the old one, but nothing is assigned.
            boolean over = now != generation || !own.isEmpty();
            if (now < 0 || !over || (now == generation && own.equals(assigned))) {
                return;
            }
            try {
                Map<String, Integer> all = new HashMap<>();
                for (String topic : consumer.subscription()) {
                    all.put(topic, consumer.partitionsFor(topic).size());
                }
                generation = now;
                assigned = Set.copyOf(own);
                topics = all;
                changed(this, true);
            } catch (KafkaException notNow) {
                LOG.debug("the partitions of {} can't be asked for now", consumer.subscription(), notNow);
            }
        }

        /** The consumer is closed. */
        void leave() {
            changed(this, false);
        }
    }

    private synchronized void changed(Member member, boolean stays) {
        if (stays) {
            members.add(member);
        } else {
            members.remove(member);
        }
        List<Member> equals =
                members.stream().filter(each -> each.work == member.work).toList();
        Map<String, Integer> topics = new TreeMap<>();
        equals.forEach(each -> topics.putAll(each.topics));
        int partitions = topics.values().stream().mapToInt(Integer::intValue).sum();
        int own = equals.stream().mapToInt(each -> each.assigned.size()).sum();
        double part = (double) own / Math.max(1, partitions);
        if (partitions == 0) {
            parts.remove(member.work);
        } else if (!Double.valueOf(part).equals(parts.put(member.work, part))) {
            LOG.info(
                    "this instance has {} of {} partitions of {}, and that part of the quota",
                    own,
                    partitions,
                    topics.keySet());
        }
        if (!parts.isEmpty()) {
            quota.share(part(Work.DOCUMENTS, Work.JOBS), part(Work.JOBS, Work.DOCUMENTS));
        }
    }

    /** Where one kind of work is not known, or is none of this group's, it is as the other. */
    private double part(Work work, Work other) {
        return Objects.requireNonNull(parts.get(parts.containsKey(work) ? work : other));
    }
}
